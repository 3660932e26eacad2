no-articles = Pas encore d’articles
featured = À lire
other-articles = Autres articles
articles = {$count ->
    [one] {$count} article
   *[other] {$count} articles
}
found = {$count ->
    [one] {$count} résultat
   *[other] {$count} résultats
}
none-found = Aucun résultat pour « {$text} »
none-found-hint = Essayez d’autres mots ou posez-nous la question.
no-article = Cet article n’est plus disponible
no-article-hint = Il a peut-être été déplacé ou retiré.
updated = Mis à jour le {$date}
did-it-help = Cela a-t-il répondu à votre question ?
yes = Oui
no = Non
it-helped = Merci pour votre retour.
it-did-not = Merci. Écrivez-nous, nous vous aiderons.
not-saved = Cela n’a pas été enregistré. Réessayez.

no-tickets = Pas encore de tickets
no-tickets-hint = Ouvrez-en un pour ce qui prend plus de temps qu’une discussion. Vous pourrez le suivre ici.
new-ticket = Nouveau ticket
ticket-submitted = Envoyé
ticket-in-progress = En cours
ticket-waiting = En attente de votre réponse
ticket-resolved = Résolu
ticket-resolved-hint = Ce ticket est résolu. Vous pouvez encore ajouter un commentaire.
ticket-opened = Ouvert le {$date}
ticket-comments = Commentaires
comment-label = Ajouter un commentaire…
no-ticket = Ce ticket est introuvable
no-ticket-hint = Revenez pour voir tous les vôtres.
ticket-subject = Objet
ticket-description = De quoi s’agit-il ?
choose = Choisir…
optional = facultatif
ticket-sent = Votre ticket a été envoyé.
answer-missing = Répondez à toutes les questions qui ne sont pas facultatives.
ticket-failed = Envoi impossible. Votre texte est toujours là ; réessayez.
support-request = Demande d’assistance
number = {$number}

not-now = Pas maintenant
replies-in = Nous répondons en général en {$time}.
suggested = Cela peut vous aider
email-ask = Où pouvons-nous vous joindre ?
email-hint = Si vous partez avant notre réponse.
email-label = Votre adresse e-mail
email-saved = Merci. Nous avons votre adresse.
save = Enregistrer
rating-ask = Comment avons-nous fait ?
rating-stars = {$count ->
    [one] {$count} étoile
   *[other] {$count} étoiles
}
rating-1 = Très mécontent
rating-2 = Mécontent
rating-3 = Neutre
rating-4 = Satisfait
rating-5 = Très satisfait
rating-comment = Que pouvons-nous améliorer ? (facultatif)
rating-thanks = Merci de nous l’avoir dit.

uploads = Fichiers joints à votre message
uploading = Envoi du fichier…
uploaded = Prêt à envoyer
not-uploaded = Le fichier n’est pas arrivé. Vérifiez votre connexion.
too-many-uploads = C’était beaucoup à la fois. Patientez un instant.
file-kind = Seuls les images et les fichiers PDF, texte, CSV, JSON et ZIP peuvent être envoyés.
file-large = Un fichier peut faire 10 Mo au plus.
file-refused = Le contenu de ce fichier ne correspond pas à son nom.
too-many-files = Un message porte au plus {$count} fichiers.
remove-file = Retirer {$name}

assistant-writes = L’assistant écrit
assistant-sorry = Nous en sommes désolés.
talk-to-human = Parler à une personne
