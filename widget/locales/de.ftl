launcher-open = Chat öffnen
launcher-unread = Chat öffnen, {$count} ungelesene {$count ->
    [one] Nachricht
   *[other] Nachrichten
}
launcher-close = Chat schließen
frame-title = Chat

tab-home = Start
tab-messages = Nachrichten
conversations = Unterhaltungen
chat-with-us = Chatten Sie mit uns
back = Zurück
close = Schließen
unread = {$count ->
    [one] {$count} ungelesene Nachricht
   *[other] {$count} ungelesene Nachrichten
}

send-us-a-message = Schreiben Sie uns
recent = Letzte Nachrichten
see-all = Alle anzeigen
team-online = Wir sind gerade online
team-online-named = {$names} {$count ->
    [one] ist
   *[other] sind
} für Sie da
team-away = Wir antworten, sobald wir zurück sind
you = Sie: {$text}
no-messages = Noch keine Nachrichten
no-conversations = Noch keine Unterhaltungen
no-conversations-hint = Fragen Sie uns. Ihre Unterhaltungen mit uns finden Sie dann hier.
closed = Geschlossen

message-list = Nachrichten
message-label = Ihre Nachricht
message-hint = Nachricht schreiben …
send = Senden
attach = Dateien anhängen
emoji = Emoji einfügen
emoji-close = Emoji-Liste schließen
team = Support
assistant = Assistent
today = Heute
yesterday = Gestern
is-typing = {$name} schreibt …
someone-is-typing = Jemand schreibt …
sending = Wird gesendet …
waiting = Wartet auf Verbindung …
sent = Gesendet
read = Gelesen
failed = Nicht zugestellt.
retry = Erneut versuchen
discard = Löschen
older = Frühere Nachrichten laden
beginning = Hier beginnt Ihre Unterhaltung.
jump-new = Neue Nachrichten
jump-down = Zur neuesten Nachricht
said = {$name} schreibt: {$text}
you-said = Sie schrieben: {$text}
too-long = Diese Nachricht ist um {$count} Bytes zu lang.
closed-hint = Diese Unterhaltung ist geschlossen. Mit einer neuen Nachricht geht sie weiter.
greeting = Wie können wir helfen?
greeting-hint = Schreiben Sie uns, wir antworten genau hier.
attachment = Anhang: {$name}

offline = Sie sind offline. Nachrichten werden gesendet, sobald Sie wieder verbunden sind.
reconnecting = Verbindung wird wiederhergestellt …
connecting = Verbindung wird aufgebaut …
not-kept = Ihr Browser speichert für diese Seite nichts. Diese Unterhaltung endet, wenn Sie die Seite verlassen.
refused-title = Der Chat ist hier nicht verfügbar
refused = Diese Seite steht nicht auf der Liste der Seiten, die diesen Chat nutzen dürfen.
unknown-title = Der Chat ist nicht eingerichtet
unknown = Es gibt keinen Arbeitsbereich mit dieser Kennung. Das kann der Betreiber dieser Seite beheben.
not-loaded = Der Chat konnte nicht geladen werden.
trouble-title = Unser Server ist nicht erreichbar
trouble = Prüfen Sie Ihre Verbindung. Wir versuchen es weiter.
consent-title = Bevor es losgeht
consent = Um Ihnen zu antworten, speichern wir eine Kennung auf diesem Gerät und die Nachrichten, die Sie uns senden.
agree = Zustimmen und weiter
privacy = Datenschutzerklärung
plain-hint = Schreiben Sie uns. Der Live-Chat braucht WebAssembly, das in diesem Browser ausgeschaltet ist.
plain-sent = Danke, Ihre Nachricht ist angekommen.

tab-help = Hilfe
tab-tours = Touren
tab-tasks = Aufgaben
tab-tickets = Tickets
help = Hilfe
tickets = Ihre Tickets
search-help = Hilfe suchen
missing = Das konnte nicht geladen werden
missing-hint = Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
