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
attach = Adjuntar archivos
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
tab-tours = Recorridos
tab-tasks = Tareas
tab-tickets = Tickets
help = Ayuda
tickets = Tus tickets
search-help = Buscar ayuda
missing = No se pudo cargar
missing-hint = Comprueba tu conexión e inténtalo de nuevo.
