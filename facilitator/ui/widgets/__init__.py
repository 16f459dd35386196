"""Widgets painted in more than one place."""
