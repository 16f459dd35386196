"""Alembic's way in: it is handed a connection whose transaction is open, so that all steps are one step or none."""

from alembic import context

from facilitator.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
