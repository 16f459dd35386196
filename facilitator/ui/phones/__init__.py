"""The phones of the room as the window sees them: who is in, how others get in, and what to do when they do not."""
