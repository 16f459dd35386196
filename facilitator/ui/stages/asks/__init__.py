"""Asking everybody on the screen, over any running activity: preparing it, taking it in by hand, showing the result."""
