
# Nachrichten, Umfragen und Checklisten.
message-label-banner = Hinweis
message-label-post = Nachricht
message-label-chat = Nachricht vom Team
message-open = Öffnen
message-video = Video
survey = Umfrage
survey-progress = Fortschritt
survey-start = Los geht’s
survey-next = Weiter
survey-skip = Überspringen
survey-done = Fertig
survey-choose = Bitte auswählen
survey-likely = Sehr wahrscheinlich
survey-unlikely = Unwahrscheinlich
survey-mark = {$value} von {$count}
survey-failed = Ihre Antworten konnten nicht gesendet werden. Sie sind noch da; bitte versuchen Sie es noch einmal.
tasks-done = {$done} von {$all} erledigt
tasks-hide = Fortschritt ausblenden
tasks-failed = Das wurde nicht gespeichert. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
task-go = Zur Aufgabe
