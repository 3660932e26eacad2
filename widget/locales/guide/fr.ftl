
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
