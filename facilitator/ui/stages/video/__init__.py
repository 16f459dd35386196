"""The stage of a film."""
