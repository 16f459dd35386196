"""The shapes the library's file has had, and the way from each to the next (Alembic)."""
