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

# Das Werkzeug für Autoren.
author-tool = Werkzeug für Autoren
author-tooltip = Ein neuer Hinweis
author-untitled = Ohne Worte
author-over = Dieser Link ist abgelaufen. Holen Sie sich im Dashboard einen neuen.
author-pick = Element wählen
author-stop = Auswahl beenden
author-end = Fertig
author-quality = Wird {$grade} gefunden ({$score} von 100)
author-good = sicher
author-fair = meistens
author-poor = mit Glück
author-none = Noch kein Element
author-missing = Nichts auf dieser Seite hat diesen Selektor.
author-several = Mehrere Elemente haben diesen Selektor.
author-position = Er zählt Plätze: Eine andere Reihenfolge macht ihn falsch.
author-deep = Er führt durch viele Ebenen der Seite.
author-wildcard = Er lässt dazwischen jedes Element zu.
author-anonymous = Das Element hat weder eine ID noch ein Datenattribut.
author-classes = Er braucht viele Klassen.
author-hint = Worte und Reihenfolge ändern Sie im Dashboard; hier sind sie sofort zu sehen.
