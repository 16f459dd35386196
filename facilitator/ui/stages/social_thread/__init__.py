"""The stage of a conversation led elsewhere."""
