launcher-open = Ouvrir le chat
launcher-unread = Ouvrir le chat, {$count ->
    [one] {$count} message non lu
   *[other] {$count} messages non lus
}
launcher-close = Fermer le chat
frame-title = Chat

tab-home = Accueil
tab-messages = Messages
conversations = Conversations
chat-with-us = Discutez avec nous
back = Retour
close = Fermer
unread = {$count ->
    [one] {$count} message non lu
   *[other] {$count} messages non lus
}

send-us-a-message = Envoyez-nous un message
recent = Messages récents
see-all = Tout afficher
team-online = Nous sommes en ligne
team-online-named = {$names} {$count ->
    [one] est là
   *[other] sont là
} pour vous aider
team-away = Nous répondrons dès notre retour
you = Vous : {$text}
no-messages = Aucun message pour l’instant
no-conversations = Aucune conversation pour l’instant
no-conversations-hint = Posez-nous vos questions. Vos conversations avec nous seront conservées ici.
closed = Fermée

message-list = Messages
message-label = Votre message
message-hint = Écrivez un message…
send = Envoyer
attach = Joindre des fichiers
emoji = Insérer un émoji
emoji-close = Fermer la liste des émojis
team = Assistance
assistant = Assistant
today = Aujourd’hui
yesterday = Hier
is-typing = {$name} écrit…
someone-is-typing = Quelqu’un écrit…
sending = Envoi…
waiting = En attente de connexion…
sent = Envoyé
read = Lu
failed = Non envoyé.
retry = Réessayer
discard = Supprimer
older = Charger les messages précédents
beginning = Voici le début de votre conversation.
jump-new = Nouveaux messages
jump-down = Aller au dernier message
said = {$name} dit : {$text}
you-said = Vous avez dit : {$text}
too-long = Ce message dépasse la limite de {$count} octets.
closed-hint = Cette conversation est fermée. Écrivez de nouveau pour la rouvrir.
greeting = Comment pouvons-nous vous aider ?
greeting-hint = Écrivez-nous, nous répondons ici même.
attachment = Pièce jointe : {$name}

offline = Vous êtes hors ligne. Les messages partiront à votre retour.
reconnecting = Reconnexion…
connecting = Connexion…
not-kept = Votre navigateur ne garde rien pour ce site : cette conversation s’arrête quand vous quittez la page.
refused-title = Le chat n’est pas disponible ici
refused = Cette page ne figure pas sur la liste des sites qui peuvent utiliser ce chat.
unknown-title = Le chat n’est pas configuré
unknown = Aucun espace de travail ne porte cet identifiant. Le propriétaire de ce site peut y remédier.
not-loaded = Le chat n’a pas pu être chargé.
trouble-title = Notre serveur est injoignable
trouble = Vérifiez votre connexion. Nous continuons d’essayer.
consent-title = Avant de discuter
consent = Pour vous répondre, nous conservons un identifiant sur cet appareil et les messages que vous nous envoyez.
agree = Accepter et continuer
privacy = Politique de confidentialité
plain-hint = Envoyez-nous un message. Le chat en direct a besoin de WebAssembly, désactivé dans ce navigateur.
plain-sent = Merci, nous avons bien reçu votre message.

tab-help = Aide
tab-tours = Visites
tab-tasks = Tâches
tab-tickets = Tickets
help = Aide
tickets = Vos tickets
search-help = Rechercher de l’aide
missing = Impossible de charger cette page
missing-hint = Vérifiez votre connexion et réessayez.
