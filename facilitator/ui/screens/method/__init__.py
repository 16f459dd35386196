"""The parts of the page *Methods*: the list, one method, the form, and methods side by side."""
