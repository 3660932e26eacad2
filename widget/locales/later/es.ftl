no-articles = Aún no hay artículos
featured = Te puede interesar
other-articles = Más artículos
articles = {$count ->
    [one] {$count} artículo
   *[other] {$count} artículos
}
found = {$count ->
    [one] {$count} resultado
   *[other] {$count} resultados
}
none-found = Nada encontrado para «{$text}»
none-found-hint = Prueba con otras palabras o pregúntanos.
no-article = Este artículo ya no está disponible
no-article-hint = Puede que se haya movido o retirado.
updated = Actualizado el {$date}
did-it-help = ¿Respondió esto a tu pregunta?
yes = Sí
no = No
it-helped = Gracias por tu respuesta.
it-did-not = Gracias. Pregúntanos y te ayudaremos.
not-saved = No se ha guardado. Inténtalo de nuevo.

no-tickets = Aún no hay tickets
no-tickets-hint = Abre uno para lo que lleve más tiempo que un chat. Podrás seguirlo aquí.
new-ticket = Nuevo ticket
ticket-submitted = Enviado
ticket-in-progress = En curso
ticket-waiting = Esperando tu respuesta
ticket-resolved = Resuelto
ticket-resolved-hint = Este ticket está resuelto. Aún puedes añadir un comentario.
ticket-opened = Abierto el {$date}
ticket-comments = Comentarios
comment-label = Añade un comentario…
no-ticket = Este ticket no está aquí
no-ticket-hint = Vuelve para ver todos los tuyos.
ticket-subject = Asunto
ticket-description = ¿De qué se trata?
choose = Elige…
optional = opcional
ticket-sent = Tu ticket se ha enviado.
answer-missing = Responde a todas las preguntas que no sean opcionales.
ticket-failed = No se pudo enviar. Tu texto sigue aquí; inténtalo de nuevo.
support-request = Solicitud de soporte
number = {$number}

not-now = Ahora no
replies-in = Solemos responder en {$time}.
suggested = Esto puede ayudarte
email-ask = ¿Dónde podemos contactarte?
email-hint = Por si te vas antes de que respondamos.
email-label = Tu correo electrónico
email-saved = Gracias. Ya tenemos tu dirección.
save = Guardar
rating-ask = ¿Qué tal lo hicimos?
rating-stars = {$count ->
    [one] {$count} estrella
   *[other] {$count} estrellas
}
rating-1 = Muy insatisfecho
rating-2 = Insatisfecho
rating-3 = Neutral
rating-4 = Satisfecho
rating-5 = Muy satisfecho
rating-comment = ¿Qué podríamos mejorar? (opcional)
rating-thanks = Gracias por contárnoslo.

uploads = Archivos que van con tu mensaje
uploading = Subiendo…
uploaded = Listo para enviar
not-uploaded = No llegó. Comprueba tu conexión.
too-many-uploads = Fueron muchos a la vez. Espera un momento.
file-kind = Solo se pueden enviar imágenes y archivos PDF, de texto, CSV, JSON y ZIP.
file-large = Un archivo puede tener 10 MB como máximo.
file-refused = El contenido de este archivo no corresponde a su nombre.
too-many-files = Un mensaje lleva como máximo {$count} archivos.
remove-file = Quitar {$name}

assistant-writes = El asistente está escribiendo
assistant-sorry = Lo sentimos.
talk-to-human = Hablar con una persona
