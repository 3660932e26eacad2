
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
