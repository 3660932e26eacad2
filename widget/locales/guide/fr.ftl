# Visites guidées.
tour-dismiss = Fermer la visite
tour-steps = {$at} / {$count}
tour-progress = Étape {$at} sur {$count}
tour-next = Suivant
tour-finish = Terminé
tour-more = Plus d’options
tour-for-ever = Ne plus afficher
tour-later = Me le rappeler plus tard
tour-restart = Recommencer
tour-click-it = Cliquez sur l’élément mis en évidence pour continuer.
tour-fill-it = Remplissez le champ mis en évidence pour continuer.
tour-elsewhere = Cette étape se trouve sur une autre page.
tour-failed = Cela n’a pas fonctionné. Veuillez réessayer.
tour-continue = Reprendre la visite
tour-route = Cette visite continue sur {$route}.
tour-go = M’y emmener
tour-exit = Quitter la visite
tour-paused = Visite en pause
tour-missing = Ce que montre cette étape n’est pas sur cette page pour l’instant. La visite reprendra dès que ce sera le cas.
tour-new = Nouvelle
tour-over = Terminée
tour-skip = Passer l’étape
tour-done = C’est tout : vous connaissez les lieux.

# Infobulles.
tooltip-show = Afficher l’infobulle : {$name}
tooltip-close = Fermer l’infobulle

# Messages, enquêtes et listes de tâches.
message-label-banner = Annonce
message-label-post = Message
message-label-chat = Message de l’équipe
message-open = Ouvrir
message-video = Vidéo
survey = Enquête
survey-progress = Progression
survey-start = Commencer
survey-next = Suivant
survey-skip = Passer
survey-done = Terminé
survey-choose = Choisissez une option
survey-likely = Très probable
survey-unlikely = Peu probable
survey-mark = {$value} sur {$count}
survey-failed = Vos réponses n’ont pas pu être envoyées. Elles sont toujours là ; veuillez réessayer.
tasks-done = {$done} sur {$all} terminées
tasks-hide = Masquer la progression
tasks-failed = Cela n’a pas été enregistré. Vérifiez votre connexion et réessayez.
task-go = Aller à la tâche
