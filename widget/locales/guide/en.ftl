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
tour-skip = Skip step
tour-done = That’s it – you know your way around.

# Tooltips.
tooltip-show = Show tooltip: {$name}
tooltip-close = Close tooltip
