"""Writes what `tests/store/released/` holds: a small database of a released schema, as SQL text.

    python tests/store/make_released.py COMMIT 1

runs the code of a commit, on the small curriculum of its own tests, and writes `schema-1.sql`.
"""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

USE = """
import sqlite3, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from studyplan.clock import FixedClock
from studyplan.domain.action import Imported
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.locations import Locations
from studyplan.store import content
from studyplan.store.engine import open_store
from studyplan.study import Study, history, noting, practising, reading, reviewing, settings
from tests.small import COMPETENCIES, INTERVIEWS, PRIMERS, PROMPTS, WORKS

folder = Path(sys.argv[1])
clock = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
study = Study(open_store(folder / "s.db"), clock, Locations(folder, folder, folder))
content.load(study.store, content.Shipped(COMPETENCIES, WORKS, PRIMERS, PROMPTS, INTERVIEWS), "1")
study.introduce()
settings.change(study, {"interview_date": "2027-01-05", "retention": "0.85"})
for work in ("scope", "towers-1", "book", "K01"):
    reading.mark(study, work, Status.READ)
noting.write_note(study, "scope", "# Scope\\n\\n“Ask” first — na\\u00efvely.")
noting.write_note(study, "rank", "undone later")
history.undo(study)
for day, grade in enumerate((Grade.GOOD, Grade.GOOD, Grade.AGAIN, Grade.HARD)):
    clock.set(clock.now() + timedelta(days=day))
    reviewing.grade(study, "scope:recall", grade, seconds=12.5, attempt="what I said")
reviewing.suspend(study, "towers-1:recall")
study.do(Imported("mine.rst", (Resource("my.own", "My own work", Kind.ARTICLE, minutes=5),)))
reading.mark(study, "my.own", Status.READING)
reading.open_link(study, "towers-1")
begun = practising.start(study, "feed", 45)
practising.finish(study, getattr(begun, "id", begun), {Dimension.DATA: 3})
noting.keep_draft(study, "towers-2", "cut off in the mid")
if "questions" in sys.argv:
    from studyplan.domain.wording import Wording
    from studyplan.study import questions
    questions.add(study, "rank", Wording("Mine?", ("A point.",), "And?"))
    questions.edit(study, "scope:out", Wording("In my words?", ("Mine.",)))
if "parts" in sys.argv:
    try:
        from studyplan.study import reading_parts as parts
    except ImportError:  # it stood there at schema 4
        parts = reading
    parts.read_for(study, "towers-2", 25)
if "links" in sys.argv:
    from studyplan.domain.links import LinkState, Verdict
    from studyplan.store import links as stored
    from studyplan.study import links
    links.set_address(study, "towers-2", "https://example.org/mended")
    links.set_state(study, "blog", LinkState.OK)
    stored.keep(study.store, "https://example.org/1", Verdict(LinkState.BROKEN, "x"), clock.now())
study.close()
database = sqlite3.connect(folder / "s.db")
for pragma in ("application_id", "user_version"):
    value = database.execute("PRAGMA " + pragma).fetchone()[0]
    print(f"PRAGMA {pragma} = {value};")
print("\\n".join(database.iterdump()))
"""


def main(commit: str, schema: str) -> None:
    """Write the file for a schema by the code of a commit."""
    since = (("questions", 2), ("parts", 4), ("links", 6))
    added = [what for what, first in since if int(schema) >= first]
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", commit, "src", "tests"],  # noqa: S607 - git is the one in use
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
        path = os.pathsep.join((f"{folder}/src", folder))
        sql = subprocess.run(
            [sys.executable, "-c", USE, folder, *added],
            env={**os.environ, "PYTHONPATH": path},
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    (HERE / "released" / f"schema-{schema}.sql").write_text(sql.stdout, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
