"""The schema's revisions. Alembic is loaded only when a file is made or is of an older schema."""

import sqlite3
from pathlib import Path


def upgrade(connection: sqlite3.Connection, revision: str = "head") -> None:
    """Bring the database behind `connection` to a schema (the newest), in one transaction."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import StaticPool

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    try:
        with engine.connect() as shared:
            connection.execute("BEGIN IMMEDIATE")
            config.attributes["connection"] = shared
            command.upgrade(config, revision)
            shared.commit()
    except DBAPIError as error:
        # What went wrong is for the caller to say, who knows sqlite3's errors and no others.
        raise (error.orig or error) from error
