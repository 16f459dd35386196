"""The parts of the report, one file each: what belongs into it, in which words. None of them knows a format."""
