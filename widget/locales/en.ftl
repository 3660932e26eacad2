# The launcher and the frame, as the page's screen readers name them.
launcher-open = Open chat widget
launcher-unread = Open chat widget, {$count} unread {$count ->
    [one] message
   *[other] messages
}
launcher-close = Close chat widget
frame-title = Chat

# Tabs and headers.
tab-home = Home
tab-messages = Messages
conversations = Conversations
chat-with-us = Chat with us
back = Back
close = Close
unread = {$count ->
    [one] {$count} unread message
   *[other] {$count} unread messages
}

# Home.
send-us-a-message = Send us a message
recent = Recent messages
see-all = See all
team-online = We are online now
team-online-named = {$names} {$count ->
    [one] is
   *[other] are
} here to help
team-away = We will answer as soon as we are back
you = You: {$text}
no-messages = No messages yet
no-conversations = No conversations yet
no-conversations-hint = Ask us anything. Your conversations with us will be kept here.
closed = Closed

# A conversation.
message-list = Messages
message-label = Your message
message-hint = Write a message…
send = Send
emoji = Insert an emoji
emoji-close = Close the emoji list
team = Support
assistant = Assistant
today = Today
yesterday = Yesterday
is-typing = {$name} is typing…
someone-is-typing = Someone is typing…
sending = Sending…
waiting = Waiting for a connection…
sent = Sent
read = Seen
failed = Not delivered.
retry = Try again
discard = Delete
older = Load earlier messages
beginning = This is the beginning of your conversation.
jump-new = New messages
jump-down = Jump to the newest message
said = {$name} says: {$text}
you-said = You said: {$text}
too-long = This message is too long by {$count} bytes.
closed-hint = This conversation is closed. Write again to reopen it.
greeting = How can we help?
greeting-hint = Write to us; we answer right here.
attachment = Attachment: {$name}

# When something is not as it should be.
offline = You are offline. Messages are sent once you are back.
reconnecting = Reconnecting…
connecting = Connecting…
not-kept = Your browser keeps nothing for this site, so this conversation ends when you leave the page.
refused-title = Chat is not available here
refused = This page is not on the list of sites that may use this chat.
unknown-title = Chat is not set up
unknown = There is no workspace with this id. The owner of this site can fix that.
not-loaded = The chat could not be loaded.
trouble-title = We cannot reach our server
trouble = Check your connection. We keep trying.
consent-title = Before we chat
consent = To answer you, we keep an identifier on this device and the messages that you send us.
agree = Agree and continue
privacy = Privacy policy
plain-hint = Send us a message. Live chat needs WebAssembly, which this browser has turned off.
plain-sent = Thank you, we have your message.

# More tabs, and what is fetched when it is first opened.
tab-help = Help
tab-tickets = Tickets
missing = This could not be loaded
missing-hint = Check your connection and try again.

# Help.
help = Help
search-help = Search for help
no-articles = No articles yet
other-articles = More articles
articles = {$count ->
    [one] {$count} article
   *[other] {$count} articles
}
found = {$count ->
    [one] {$count} result
   *[other] {$count} results
}
none-found = Nothing found for “{$text}”
none-found-hint = Try other words, or ask us.
no-article = This article is no longer here
no-article-hint = It may have been moved or withdrawn.
updated = Updated {$date}
did-it-help = Did this answer your question?
yes = Yes
no = No
it-helped = Thank you for telling us.
it-did-not = Thank you. Ask us, and we will help you.
not-saved = That was not saved. Please try again.

# Tickets.
tickets = Your tickets
no-tickets = No tickets yet
no-tickets-hint = Open one for what takes longer than a chat. You can follow it here.
new-ticket = New ticket
ticket-submitted = Submitted
ticket-in-progress = In progress
ticket-waiting = Waiting on you
ticket-resolved = Resolved
ticket-resolved-hint = This ticket is resolved. You can still add a comment.
ticket-opened = Opened {$date}
ticket-comments = Comments
comment-label = Add a comment…
no-ticket = This ticket is not here
no-ticket-hint = Go back to see all of yours.
ticket-subject = Subject
ticket-description = What is it about?
choose = Choose…
optional = optional
ticket-sent = Your ticket was sent.
answer-missing = Please answer all questions that are not optional.
ticket-failed = This could not be sent. What you wrote is still here; please try again.
support-request = Support request
number = {$number}
