"""A break on the screen."""
