"""The stage of writing alone first."""
