"""Texts that command a terminal, and a database in which a stranger has put them everywhere."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any

from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.locations import Locations
from studyplan.study import noting, open_study, questions, reading, reviewing

ATTACKS = {
    "title of the window": "\x1b]0;PWNED\x07",
    "title, ended by ST": "\x1b]2;PWNED\x1b\\",
    "link": "\x1b]8;;http://evil.example/\x1b\\a link\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "asking for the clipboard": "\x1b]52;c;?\x07",
    "colours of the terminal": "\x1b]4;1;#000000\x07",
    "notification": "\x1b]777;notify;PWNED;PWNED\x07",
    "image": "\x1b]1337;File=inline=1:UFdORUQ=\x07",
    "clear": "\x1b[2J\x1b[3J\x1b[H",
    "over another line": "\x1b[1;1HPWNED",
    "line above": "\x1b[1A\x1b[2KPWNED",
    "hidden": "\x1b[8mPWNED\x1b[0m",
    "scroll region": "\x1b[1;3r",
    "other screen": "\x1b[?1049l",
    "mouse": "\x1b[?1003h",
    "cursor gone": "\x1b[?25l",
    "question answered as if typed": "\x1b[6n\x1b[c\x05\x1b[21t",
    "device control": "\x1bP$q\"p\x1b\\",
    "sixel": "\x1bPq#0;2;0;0;0\x1b\\",
    "program command": "\x1b_GPWNED\x1b\\",
    "private message": "\x1b^PWNED\x1b\\",
    "reset": "\x1bc\x1b[!p",
    "other letters": "\x1b(0\x0equx\x0f",
    "keypad": "\x1b=\x1b>",
    "C1 control sequence": "\x9b2J\x9b1;1HPWNED",
    "C1 title": "\x9d0;PWNED\x9c",
    "C1 device control": "\x90$q\"p\x9c",
    "backspace": "good\b\b\b\bevil",
    "carriage return": "good\revil",
    "tabulators and feeds": "a\x0bb\x0cc\x85d",
    "bell, null, delete": "\x07\x00\x7f",
    "overridden direction": "invoice\u202egnp.exe",
    "embedded direction": "\u202aa\u202bb\u202dc\u202cd",
    "isolated direction": "\u2066a\u2067b\u2068c\u2069d",
}  # fmt: skip
"""By what they would do."""
EVERY = "".join(ATTACKS.values())
_TEXTS = (
    "UPDATE resource SET title = title || ?, company = company || ?, search = search || ? "
    "WHERE id = ?",
    "UPDATE competency SET title = title || ?, summary = summary || ?, short = short || ? "
    "WHERE id = ?",
    "UPDATE primer SET text = ? || text || ? || ? WHERE id = ?",
    "UPDATE prompt SET question = question || ?, follow_up = follow_up || ?, "
    "type = type || substr(?, 1, 0) WHERE id = ?",
    "UPDATE interview SET title = title || ? || ? || ? WHERE id = ?",
    "UPDATE progress SET note = note || ? || ? || ? WHERE resource = ?",
)
_RECORDS = (("prompt", "points"), ("interview", "record"), ("resource", "record"))
_NAMES = {"id", "stage", "dimension", "kind", "competencies", "works", "needs", "secondary", "url"}
"""Fields that are looked up, not shown."""


def poison(database: Path) -> int:
    """Put an attack into every text of a database that is shown; how many texts."""
    attacks = cycle(ATTACKS.values())
    number = 0
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in _TEXTS:
            table = statement.split()[1]
            key = statement.split()[-3]
            for (id,) in connection.execute(f"SELECT {key} FROM {table}").fetchall():
                three = [next(attacks) for _ in range(3)]
                number += connection.execute(statement, (*three, id)).rowcount * 3
        for table, column in _RECORDS:
            rows = connection.execute(f"SELECT id, {column} FROM {table}").fetchall()
            for id, record in rows:
                if record is not None:
                    new = json.dumps(_poisoned(json.loads(record), attacks), ensure_ascii=False)
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (new, id))
                    number += 1
    return number


def _poisoned(record: Any, attacks: Iterator[str]) -> Any:
    match record:
        case str():
            return record + next(attacks)
        case list():
            return [_poisoned(one, attacks) for one in record]
        case dict():
            return {
                key: value if key in _NAMES else _poisoned(value, attacks)
                for key, value in record.items()
            }
        case _:
            return record


def make_hostile(places: Locations) -> None:
    """Make a data folder that of a stranger, in which something was done."""
    study = open_study(places)
    study.introduce()
    for work in ("focal-loss", "information-leakage", "K01"):
        reading.mark(study, work, Status.READ)
        noting.write_note(study, work, f"A note. {EVERY}")
    reviewing.grade(study, "focal-loss:recall", Grade.EASY, attempt=EVERY)
    questions.add(study, "focal-loss", Wording("Why" + EVERY, ("For", EVERY), EVERY))
    noting.keep_draft(study, "information-leakage", EVERY)
    study.close()
    assert poison(places.database) > 1000
