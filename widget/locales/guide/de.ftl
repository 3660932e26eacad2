# Touren.
tour-dismiss = Tour beenden
tour-steps = {$at} / {$count}
tour-progress = Schritt {$at} von {$count}
tour-next = Weiter
tour-finish = Fertig
tour-more = Weitere Möglichkeiten
tour-for-ever = Nicht mehr zeigen
tour-later = Später erinnern
tour-restart = Von vorn
tour-click-it = Klicken Sie auf das hervorgehobene Element, um fortzufahren.
tour-fill-it = Füllen Sie das hervorgehobene Feld aus, um fortzufahren.
tour-elsewhere = Dieser Schritt gehört zu einer anderen Seite.
tour-failed = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.
tour-continue = Tour fortsetzen
tour-route = Diese Tour geht auf {$route} weiter.
tour-go = Dorthin
tour-exit = Tour verlassen
tour-paused = Tour angehalten
tour-missing = Was dieser Schritt zeigt, ist gerade nicht auf dieser Seite. Sobald es da ist, geht es weiter.
tour-new = Neu
tour-over = Abgeschlossen
tour-skip = Schritt überspringen
tour-done = Das war’s – nun kennen Sie sich aus.

# Hinweise.
tooltip-show = Hinweis zeigen: {$name}
tooltip-close = Hinweis schließen

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
