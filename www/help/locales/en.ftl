# The help centre's own words. Names of sites, collections and articles are the team's.
site = {$name} Help Center
description = Answers and guides from {$name}.
welcome = How can we help?
skip = Skip to content
search-label = Search for answers
search = Search
crumbs = You are here
all-collections = All collections
articles = Articles
articles-in = Articles: {$count}
updated = Last updated:
contents = On this page
related = More on this
privacy = Privacy policy

# Whether an article helped.
helpful = Did this answer your question?
yes = Yes
no = No
thanks = Thank you for telling us.

# Search.
results = Results for “{$name}”
nothing-found = Nothing found
nothing-found-hint = Try fewer or other words.

# When there is nothing to show.
empty = No articles yet
empty-hint = Answers will appear here once they are published.
missing = This page does not exist
missing-hint = The article may have been removed. Search for it, or start from the beginning.
restricted = This help center is not public
restricted-hint = The team that runs it has closed it to visitors.
unknown = There is no help center here
unknown-hint = Check the address.
