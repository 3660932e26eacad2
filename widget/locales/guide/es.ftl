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
tour-skip = Omitir el paso
tour-done = Eso es todo: ya conoces el camino.

# Sugerencias.
tooltip-show = Mostrar la sugerencia: {$name}
tooltip-close = Cerrar la sugerencia
