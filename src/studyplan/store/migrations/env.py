"""Run by Alembic: migrates the connection it is handed, transaction and all."""

from alembic import context

from studyplan.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
