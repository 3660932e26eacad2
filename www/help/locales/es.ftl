site = Centro de ayuda de {$name}
description = Respuestas y guías de {$name}.
welcome = ¿Cómo podemos ayudarte?
skip = Ir al contenido
search-label = Buscar respuestas
search = Buscar
crumbs = Estás aquí
all-collections = Todas las colecciones
articles = Artículos
articles-in = Artículos: {$count}
updated = Última actualización:
contents = En esta página
related = Más sobre esto
privacy = Política de privacidad

helpful = ¿Respondió esto a tu pregunta?
yes = Sí
no = No
thanks = Gracias por tu opinión.

results = Resultados de «{$name}»
nothing-found = No se encontró nada
nothing-found-hint = Prueba con menos palabras o con otras.

empty = Aún no hay artículos
empty-hint = Las respuestas aparecerán aquí cuando se publiquen.
missing = Esta página no existe
missing-hint = Puede que el artículo se haya eliminado. Búscalo o empieza desde el principio.
restricted = Este centro de ayuda no es público
restricted-hint = El equipo que lo gestiona lo ha cerrado a los visitantes.
unknown = Aquí no hay ningún centro de ayuda
unknown-hint = Comprueba la dirección.
