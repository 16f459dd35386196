"""The plan of a session on the screen: what it is for, the agenda, and the guide beside it."""
