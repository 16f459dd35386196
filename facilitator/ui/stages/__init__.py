"""Stages: what the middle of *Run* shows while an activity runs, one file or folder for each kind of activity."""
