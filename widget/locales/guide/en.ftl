# Tours.
tour-dismiss = Dismiss tour
tour-steps = {$at} / {$count}
tour-progress = Step {$at} of {$count}
tour-next = Next
tour-finish = Done
tour-more = More options
tour-for-ever = Don’t show again
tour-later = Remind me later
tour-restart = Restart
tour-click-it = Click the highlighted element to go on.
tour-fill-it = Fill in the highlighted field to go on.
tour-elsewhere = This step belongs to another page.
tour-failed = That did not work. Please try again.
tour-continue = Continue tour
tour-route = This tour goes on at {$route}.
tour-go = Take me there
tour-exit = Exit tour
tour-paused = Tour paused
tour-missing = What this step shows is not on this page right now. It goes on as soon as it is.
tour-new = New
tour-over = Completed
tour-skip = Skip step
tour-done = That’s it – you know your way around.

# Tooltips.
tooltip-show = Show tooltip: {$name}
tooltip-close = Close tooltip

# Messages, surveys and checklists.
message-label-banner = Notice
message-label-post = Message
message-label-chat = Message from the team
message-open = Open
message-video = Video
survey = Survey
survey-progress = Progress
survey-start = Start
survey-next = Next
survey-skip = Skip
survey-done = Done
survey-choose = Select an option
survey-likely = Very likely
survey-unlikely = Not likely
survey-mark = {$value} of {$count}
survey-failed = Your answers could not be sent. They are still here; please try again.
tasks-done = {$done} of {$all} done
tasks-hide = Hide progress
tasks-failed = That was not saved. Check your connection and try again.
task-go = Go to the task
