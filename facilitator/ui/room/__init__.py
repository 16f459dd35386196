"""The room screen: what everybody in the room sees, on the second display or in a window of its own."""
