"""The stage of a discussion."""
