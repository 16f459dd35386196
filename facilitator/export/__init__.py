"""From a session to files: the report document and one renderer a format."""
