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
attach = Attach files
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
tab-tours = Tours
tab-tasks = Tasks
tab-tickets = Tickets
help = Help
tickets = Your tickets
search-help = Search for help
missing = This could not be loaded
missing-hint = Check your connection and try again.
