no-articles = Noch keine Artikel
featured = Lesenswert
other-articles = Weitere Artikel
articles = {$count ->
    [one] {$count} Artikel
   *[other] {$count} Artikel
}
found = {$count ->
    [one] {$count} Treffer
   *[other] {$count} Treffer
}
none-found = Nichts gefunden für „{$text}“
none-found-hint = Versuchen Sie andere Wörter oder fragen Sie uns.
no-article = Diesen Artikel gibt es nicht mehr
no-article-hint = Vielleicht wurde er verschoben oder zurückgezogen.
updated = Aktualisiert am {$date}
did-it-help = Hat das Ihre Frage beantwortet?
yes = Ja
no = Nein
it-helped = Danke für Ihre Rückmeldung.
it-did-not = Danke. Fragen Sie uns, wir helfen Ihnen.
not-saved = Das wurde nicht gespeichert. Bitte noch einmal.

no-tickets = Noch keine Tickets
no-tickets-hint = Öffnen Sie eines für alles, was länger dauert als ein Chat. Hier können Sie es verfolgen.
new-ticket = Neues Ticket
ticket-submitted = Eingereicht
ticket-in-progress = In Bearbeitung
ticket-waiting = Wartet auf Sie
ticket-resolved = Gelöst
ticket-resolved-hint = Dieses Ticket ist gelöst. Sie können weiterhin kommentieren.
ticket-opened = Eröffnet am {$date}
ticket-comments = Kommentare
comment-label = Kommentar hinzufügen…
no-ticket = Dieses Ticket gibt es nicht
no-ticket-hint = Zurück zu allen Ihren Tickets.
ticket-subject = Betreff
ticket-description = Worum geht es?
choose = Auswählen…
optional = optional
ticket-sent = Ihr Ticket wurde gesendet.
answer-missing = Bitte beantworten Sie alle Fragen, die nicht optional sind.
ticket-failed = Das konnte nicht gesendet werden. Ihr Text ist noch da; bitte versuchen Sie es noch einmal.
support-request = Supportanfrage
number = {$number}

not-now = Nicht jetzt
replies-in = Wir antworten meist innerhalb von {$time}.
suggested = Das könnte helfen
email-ask = Wie erreichen wir Sie?
email-hint = Falls Sie gehen, bevor wir antworten.
email-label = Ihre E-Mail-Adresse
email-saved = Danke. Wir haben Ihre Adresse.
save = Speichern
rating-ask = Wie waren wir?
rating-stars = {$count ->
    [one] {$count} Stern
   *[other] {$count} Sterne
}
rating-1 = Sehr unzufrieden
rating-2 = Unzufrieden
rating-3 = Neutral
rating-4 = Zufrieden
rating-5 = Sehr zufrieden
rating-comment = Was könnte besser sein? (freiwillig)
rating-thanks = Danke für Ihre Rückmeldung.

uploads = Dateien zu Ihrer Nachricht
uploading = Wird hochgeladen…
uploaded = Bereit zum Senden
not-uploaded = Das kam nicht an. Prüfen Sie Ihre Verbindung.
too-many-uploads = Das war viel auf einmal. Bitte warten Sie einen Moment.
file-kind = Nur Bilder, PDF-, Text-, CSV-, JSON- und ZIP-Dateien können gesendet werden.
file-large = Eine Datei darf höchstens 10 MB groß sein.
file-refused = Der Inhalt dieser Datei passt nicht zu ihrem Namen.
too-many-files = Zu einer Nachricht gehören höchstens {$count} Dateien.
remove-file = {$name} entfernen

assistant-writes = Der Assistent schreibt
assistant-sorry = Das tut uns leid.
talk-to-human = Mit einem Menschen sprechen
