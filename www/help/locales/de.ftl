site = {$name} Hilfe
description = Antworten und Anleitungen von {$name}.
welcome = Wie können wir helfen?
skip = Zum Inhalt springen
search-label = Nach Antworten suchen
search = Suchen
crumbs = Sie sind hier
all-collections = Alle Themen
articles = Artikel
articles-in = Artikel: {$count}
updated = Zuletzt aktualisiert:
contents = Auf dieser Seite
related = Mehr dazu
privacy = Datenschutz

helpful = Hat das Ihre Frage beantwortet?
yes = Ja
no = Nein
thanks = Danke für Ihre Rückmeldung.

results = Ergebnisse für „{$name}“
nothing-found = Nichts gefunden
nothing-found-hint = Versuchen Sie es mit weniger oder anderen Wörtern.

empty = Noch keine Artikel
empty-hint = Antworten erscheinen hier, sobald sie veröffentlicht sind.
missing = Diese Seite gibt es nicht
missing-hint = Vielleicht wurde der Artikel entfernt. Suchen Sie danach, oder beginnen Sie von vorn.
restricted = Dieses Hilfecenter ist nicht öffentlich
restricted-hint = Das Team, das es betreibt, hat es für Besucher geschlossen.
unknown = Hier gibt es kein Hilfecenter
unknown-hint = Prüfen Sie die Adresse.
