"""The parts of a work that were read, each with its minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add their column; of what is there, none was recorded."""
    op.execute("PRAGMA user_version = 4")
    op.add_column("progress", sa.Column("sittings", sa.String(), nullable=True))
