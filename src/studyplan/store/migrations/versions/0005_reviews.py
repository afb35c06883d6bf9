"""Reviews in the order of days, each with the stability that its card had before the grade; what a
queue asks for, and the words that works are found by, stand in indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Write the table anew; what a card's stability was is that after the grade before."""
    op.execute("PRAGMA user_version = 5")
    op.drop_index(op.f("ix_review_day"), "review")
    op.rename_table("review", "review_by_card")
    op.create_table(
        "review",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("elapsed", sa.Integer(), nullable=True),
        sa.Column("stability_before", sa.Float(), nullable=True),
        sa.Column("retrievability", sa.Float(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("attempt", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["event.id"]),
        sa.PrimaryKeyConstraint("day", "event"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO review SELECT day, event, card, grade, phase, elapsed, "
        "lag(stability) OVER (PARTITION BY card ORDER BY event) AS before, "
        "retrievability, seconds, at, stability, difficulty, attempt "
        "FROM review_by_card ORDER BY day, event"
    )
    op.drop_table("review_by_card")
    op.create_index("review_event", "review", ["event"])
    op.create_index("card_step", "card", ["due_at"], sqlite_where=sa.text("due_at IS NOT NULL"))
    # One index serves both: how many questions a work has, and which they are.
    op.drop_index(op.f("ix_prompt_resource"), "prompt")
    op.create_index("prompt_resource", "prompt", ["resource", "type"])
    op.create_table(
        "word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", "position"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO word SELECT DISTINCT value, position FROM resource, "
        """json_each('["' || replace(trim(search), ' ', '","') || '"]') ORDER BY 1, 2"""
    )
