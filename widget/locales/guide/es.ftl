
# Mensajes, encuestas y listas de tareas.
message-label-banner = Aviso
message-label-post = Mensaje
message-label-chat = Mensaje del equipo
message-open = Abrir
message-video = Vídeo
survey = Encuesta
survey-progress = Progreso
survey-start = Empezar
survey-next = Siguiente
survey-skip = Omitir
survey-done = Listo
survey-choose = Elige una opción
survey-likely = Muy probable
survey-unlikely = Nada probable
survey-mark = {$value} de {$count}
survey-failed = No se han podido enviar tus respuestas. Siguen aquí; inténtalo de nuevo.
tasks-done = {$done} de {$all} completadas
tasks-hide = Ocultar el progreso
tasks-failed = No se ha guardado. Comprueba tu conexión e inténtalo de nuevo.
task-go = Ir a la tarea
