"""A person's own questions and interviews, and their edits of shipped prompts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make their tables; nothing that is there changes."""
    op.execute("PRAGMA user_version = 2")
    op.create_table(
        "wording",
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("points", sa.String(), nullable=False),
        sa.Column("follow_up", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("card"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_interview",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
