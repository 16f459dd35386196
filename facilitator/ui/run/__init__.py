"""Running a session: the activity bar, the agenda beside its plan, and the page that holds stage, line and stream."""
