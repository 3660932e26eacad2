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
tour-skip = Schritt überspringen
tour-done = Das war’s – nun kennen Sie sich aus.

# Hinweise.
tooltip-show = Hinweis zeigen: {$name}
tooltip-close = Hinweis schließen
