"""Adapters from what the store says to rows a view can show."""
