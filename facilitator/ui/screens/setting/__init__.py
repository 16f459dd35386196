"""The parts of the page *Settings*: the list of sections, the form they share, and a room for each of them."""
