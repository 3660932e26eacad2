site = Centre d’aide {$name}
description = Réponses et guides de {$name}.
welcome = Comment pouvons-nous vous aider ?
skip = Aller au contenu
search-label = Rechercher une réponse
search = Rechercher
crumbs = Vous êtes ici
all-collections = Toutes les rubriques
articles = Articles
articles-in = Articles : {$count}
updated = Dernière mise à jour :
contents = Sur cette page
related = À lire aussi
privacy = Politique de confidentialité

helpful = Avez-vous trouvé votre réponse ?
yes = Oui
no = Non
thanks = Merci pour votre avis.

results = Résultats pour « {$name} »
nothing-found = Aucun résultat
nothing-found-hint = Essayez avec moins de mots, ou d’autres.

empty = Aucun article pour l’instant
empty-hint = Les réponses apparaîtront ici dès leur publication.
missing = Cette page n’existe pas
missing-hint = L’article a peut-être été supprimé. Cherchez-le, ou repartez du début.
restricted = Ce centre d’aide n’est pas public
restricted-hint = L’équipe qui le gère l’a fermé aux visiteurs.
unknown = Il n’y a pas de centre d’aide ici
unknown-hint = Vérifiez l’adresse.
