"""The stage of a role play."""
