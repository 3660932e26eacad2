# Recorridos.
tour-dismiss = Cerrar el recorrido
tour-steps = {$at} / {$count}
tour-progress = Paso {$at} de {$count}
tour-next = Siguiente
tour-finish = Listo
tour-more = Más opciones
tour-for-ever = No volver a mostrar
tour-later = Recordármelo más tarde
tour-restart = Empezar de nuevo
tour-click-it = Haz clic en el elemento destacado para continuar.
tour-fill-it = Rellena el campo destacado para continuar.
tour-elsewhere = Este paso pertenece a otra página.
tour-failed = No ha funcionado. Inténtalo de nuevo.
tour-continue = Continuar el recorrido
tour-route = Este recorrido sigue en {$route}.
tour-go = Llévame allí
tour-exit = Salir del recorrido
tour-paused = Recorrido en pausa
tour-missing = Lo que muestra este paso no está ahora en esta página. Seguirá en cuanto aparezca.
tour-new = Nuevo
tour-over = Completado
tour-skip = Omitir el paso
tour-done = Eso es todo: ya conoces el camino.

# Sugerencias.
tooltip-show = Mostrar la sugerencia: {$name}
tooltip-close = Cerrar la sugerencia

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
