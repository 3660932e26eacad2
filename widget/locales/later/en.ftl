# Help.
no-articles = No articles yet
featured = Worth reading
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

# Beside a conversation.
not-now = Not now
replies-in = We usually reply within {$time}.
suggested = This may help
email-ask = Where can we reach you?
email-hint = In case you leave before we answer.
email-label = Your e-mail address
email-saved = Thank you. We have your address.
save = Save
rating-ask = How did we do?
rating-stars = {$count ->
    [one] {$count} star
   *[other] {$count} stars
}
rating-1 = Very dissatisfied
rating-2 = Dissatisfied
rating-3 = Neutral
rating-4 = Satisfied
rating-5 = Very satisfied
rating-comment = What could be better? (optional)
rating-thanks = Thank you for telling us.

# Files.
uploads = Files that go with your message
uploading = Uploading…
uploaded = Ready to send
not-uploaded = This did not arrive. Check your connection.
too-many-uploads = That was a lot at once. Please wait a moment.
file-kind = Only images, PDF, text, CSV, JSON and ZIP files can be sent.
file-large = A file can be at most 10 MB.
file-refused = What is in this file does not fit its name.
too-many-files = At most {$count} files go with one message.
remove-file = Remove {$name}

assistant-writes = The assistant is writing
assistant-sorry = Sorry about that.
talk-to-human = Talk to a human
