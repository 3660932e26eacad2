launcher-open = Abrir el chat
launcher-unread = Abrir el chat, {$count ->
    [one] {$count} mensaje sin leer
   *[other] {$count} mensajes sin leer
}
launcher-close = Cerrar el chat
frame-title = Chat

tab-home = Inicio
tab-messages = Mensajes
conversations = Conversaciones
chat-with-us = Chatea con nosotros
back = Atrás
close = Cerrar
unread = {$count ->
    [one] {$count} mensaje sin leer
   *[other] {$count} mensajes sin leer
}

send-us-a-message = Envíanos un mensaje
recent = Mensajes recientes
see-all = Ver todo
team-online = Ahora estamos en línea
team-online-named = {$names} {$count ->
    [one] está
   *[other] están
} aquí para ayudarte
team-away = Responderemos en cuanto volvamos
you = Tú: {$text}
no-messages = Aún no hay mensajes
no-conversations = Aún no hay conversaciones
no-conversations-hint = Pregúntanos lo que quieras. Tus conversaciones con nosotros se guardarán aquí.
closed = Cerrada

message-list = Mensajes
message-label = Tu mensaje
message-hint = Escribe un mensaje…
send = Enviar
emoji = Insertar un emoji
emoji-close = Cerrar la lista de emojis
team = Soporte
assistant = Asistente
today = Hoy
yesterday = Ayer
is-typing = {$name} está escribiendo…
someone-is-typing = Alguien está escribiendo…
sending = Enviando…
waiting = Esperando conexión…
sent = Enviado
read = Visto
failed = No se ha enviado.
retry = Reintentar
discard = Eliminar
older = Cargar mensajes anteriores
beginning = Este es el comienzo de tu conversación.
jump-new = Mensajes nuevos
jump-down = Ir al último mensaje
said = {$name} dice: {$text}
you-said = Dijiste: {$text}
too-long = Este mensaje supera el límite en {$count} bytes.
closed-hint = Esta conversación está cerrada. Escribe de nuevo para reabrirla.
greeting = ¿En qué podemos ayudarte?
greeting-hint = Escríbenos; respondemos aquí mismo.
attachment = Adjunto: {$name}

offline = No tienes conexión. Los mensajes se enviarán cuando vuelvas.
reconnecting = Reconectando…
connecting = Conectando…
not-kept = Tu navegador no guarda nada de este sitio, así que esta conversación termina al salir de la página.
refused-title = El chat no está disponible aquí
refused = Esta página no está en la lista de sitios que pueden usar este chat.
unknown-title = El chat no está configurado
unknown = No hay ningún espacio de trabajo con este identificador. El propietario del sitio puede arreglarlo.
not-loaded = No se pudo cargar el chat.
trouble-title = No podemos conectar con nuestro servidor
trouble = Comprueba tu conexión. Seguimos intentándolo.
consent-title = Antes de chatear
consent = Para responderte, guardamos un identificador en este dispositivo y los mensajes que nos envías.
agree = Aceptar y continuar
privacy = Política de privacidad
plain-hint = Envíanos un mensaje. El chat en vivo necesita WebAssembly, que este navegador tiene desactivado.
plain-sent = Gracias, hemos recibido tu mensaje.

tab-help = Ayuda
tab-tickets = Tickets
missing = No se pudo cargar
missing-hint = Comprueba tu conexión e inténtalo de nuevo.

help = Ayuda
search-help = Buscar ayuda
no-articles = Aún no hay artículos
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

tickets = Tus tickets
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
