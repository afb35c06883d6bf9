"""What can be typed after `studyplan`. Imports next to nothing but argparse, for `--help`."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from studyplan import __version__
from studyplan.domain.text import clean

STATUSES = ("unread", "reading", "read", "skipped")
FOCUSES = (
    *("general", "ranking", "meta-ranking", "ads", "search"),
    *("integrity", "ml-platform", "experimentation"),
)
KINDS = (
    *("article", "paper", "video", "playlist", "course", "book"),
    *("blog", "repository", "index"),
)
EDITED = ("competency", "kind", "minutes", "difficulty", "title", "company", "year")
LINK_STATES = ("ok", "moved", "broken", "suspicious", "unchecked", "checked")
LISTS = ("bookmarks", "opml", "bibtex", "csv", "rst", "markdown")
COLUMNS = (
    *("title", "url", "tags", "section", "note", "highlight", "added", "status", "status_at"),
    *("progress", "author", "company", "topic", "domain", "year"),
)
GRADES = ("again", "hard", "good", "easy")
EXPORTS = (
    ("json", "everything, to be taken in again by `import`", "the file"),
    ("csv", "the works, with status, notes and dates, for a spreadsheet", "the file"),
    ("markdown", "the whole curriculum with your notes and interviews, as one text", "the file"),
    ("vault", "a note for each work and interview, for Obsidian and the like", "a folder"),
    ("apkg", "your cards with their history, for Anki", "the file"),
    ("ics", "the planned days and the interviews, for a calendar", "the file"),
)
"""The formats of `export`: their names, what they are for, what the path names."""

_EPILOG = "Without a command the app opens. Exit status: 0 done, 1 it failed, 2 bad usage."


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options that `argv` asks for; `command` is None for the app.

    Exits with status 2 on bad usage, and with 0 after `--help` and `--version`.
    """
    parser = _parser()
    options = parser.parse_args(argv)
    if options.command == "question" and options.act == "edit" and not _says_what(options):
        parser.error("say what to change: --text, --points, --follow-up or --edit")
    if options.command == "edit" and all(getattr(options, name) is None for name in EDITED):
        parser.error(f"say what to change: {', '.join(f'--{name}' for name in EDITED)}")
    if options.command == "set" and not options.value:
        named = f"one of {', '.join(FOCUSES)}" if options.key == "focus" else "see --help"
        parser.error(f"say what `{options.key}` is to be: {named}")
    if options.command == "links" and options.act == "repair" and options.all and options.to:
        parser.error("say which link is to have that address: the id of a work")
    if options.command == "pin" and options.id is None and (options.off or options.until):
        parser.error("say what to pin: the id of a work")
    if options.command == "restore" and options.salvage == (options.source is not None):
        parser.error("say what to restore: a file, the day of a backup, or --salvage")
    return options


class _Parser(argparse.ArgumentParser):
    """Says what is wrong without repeating what would command a terminal: the name of a file."""

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(clean(message), file)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="studyplan",
        description="Prepare for an ML system design interview: read, note, review, to the date.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"studyplan {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="folder of everything you own")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    # The option may also stand after the command; it must not undo the one before it.
    everywhere = _Parser(add_help=False)
    everywhere.add_argument(
        "--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    everywhere.add_argument("--json", action="store_true", help="print JSON")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=help, description=help, parents=[everywhere], allow_abbrev=False
        )

    command("today", "what there is to do today")
    due = command("due", "the cards to review now")
    due.add_argument(
        "--ahead",
        action="store_true",
        help="when they are done: half an hour more, of cards that can wait too",
    )
    listing = command("list", "the works, in reading order")
    listing.add_argument("query", nargs="*", help="words that a work must contain")
    listing.add_argument("--chapters", action="store_true", help="with the chapters of books")
    show = command("show", "everything about one work or card")
    show.add_argument("id", help="id of a card, or of a work or the beginning of one")
    plan = command("plan", "every day to the interview, what is cut and why, what will be recalled")
    plan.add_argument(
        "--date", metavar="DAY", help="what if the next interview were that day, or none"
    )
    plan.add_argument("--minutes", metavar="N", help="what if there were N minutes each day")
    plan.add_argument("--retention", metavar="R", help="what if that share were to be recalled")
    command("competencies", "what interviewers probe, and how much of it is read")
    command("stats", "how ready you are and why, what you did, how well you remember it")

    mark = command("mark", "set the status of a work")
    mark.add_argument("id", help="id of a work, or the beginning of one")
    mark.add_argument("status", choices=STATUSES)
    read = command("read", "record that you read so many minutes of a work, a part of it")
    read.add_argument("id", help="id of a work or chapter, or the beginning of one")
    read.add_argument("minutes", metavar="MINUTES", help="a whole number, 1 to 1440")
    _edit(command)
    note = command("note", "print, set or edit the note of a work")
    note.add_argument("id", help="id of a work, or the beginning of one")
    how = note.add_mutually_exclusive_group()
    how.add_argument("--text", help="the note, in Markdown; empty removes it")
    how.add_argument("--edit", action="store_true", help="open $VISUAL or $EDITOR")
    grade = command("grade", "grade a card now")
    grade.add_argument("card", help="id of a card, from `studyplan due`")
    grade.add_argument("grade", choices=GRADES)
    suspend = command("suspend", "let a card rest")
    suspend.add_argument("card", help="id of a card")
    resume = command("resume", "put cards that rest back into the queue")
    resume.add_argument("id", help="id of a card, or of a work for all of its cards")
    pin = command("pin", "let a reading come before others, this week or up to a day")
    pin.add_argument(
        "id", nargs="?", help="id of a work, or the beginning of one; without it, what is pinned"
    )
    until = pin.add_mutually_exclusive_group()
    until.add_argument("--until", metavar="DATE", help="instead of the end of the week")
    until.add_argument("--off", action="store_true", help="take the pin away")
    undo = command("undo", "take back the newest action, or any other")
    undo.add_argument("id", nargs="?", help="of the action, as `studyplan history` shows it")
    undo.add_argument(
        "--with-later", action="store_true", help="with the later actions that depend on it"
    )
    command("redo", "bring back what was undone last")
    history = command("history", "everything that was done, newest first")
    history.add_argument("--limit", type=_positive, default=50, metavar="N", help="instead of 50")

    set_ = command("set", "change a study setting")
    set_.add_argument("key", help="as in `studyplan settings`; `minutes` stands for all seven days")
    set_.add_argument(
        "value", nargs="*", help=f"focus: {', '.join(FOCUSES)}; after_interview: ask, keep, archive"
    )
    command("settings", "the study settings")
    command("fit", "fit FSRS to your reviews; taken only where it predicts better")
    import_ = command("import", "take in the new works of a list")
    import_.add_argument(
        "file",
        help="Markdown, bookmarks in HTML, CSV (Pocket, Raindrop, Instapaper, Readwise, any other "
        "table), OPML, BibTeX or reStructuredText; or what `export json` wrote",
    )
    import_.add_argument("--format", choices=LISTS, help="instead of what the file looks like")
    import_.add_argument("--dry-run", action="store_true", help="only report what it would do")
    import_.add_argument(
        "--columns",
        type=_columns,
        default=(),
        metavar="FIELD=NAME,…",
        help=f"of a table, where its columns have other names; fields: {', '.join(COLUMNS)}",
    )
    import_.add_argument(
        "--source",
        metavar="NAME",
        help="what the list is called, by which it is known the next time; else its file's name",
    )
    _links(commands, everywhere)
    fetch = command("fetch", "fetch articles once, to be read in the app without the network")
    fetch.add_argument(
        "query", nargs="*", help="words that a work must contain; without any, what is not done"
    )
    fetch.add_argument("--again", action="store_true", help="also what was fetched before")
    _question(commands, everywhere)
    _export(commands, everywhere)
    _interview(commands, everywhere)
    _upkeep(command)
    command("locate", "where data and configuration are")
    return parser


def _edit(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add `edit`, with the facts that can be corrected."""
    edit = command("edit", "correct what a list said, or what was guessed, of works of your own")
    edit.add_argument("id", nargs="+", help="id of a work, or the beginning of one")
    edit.add_argument("--competency", metavar="ID", help="where it is studied, or none")
    edit.add_argument("--kind", help=f"one of {', '.join(KINDS)}")
    edit.add_argument("--minutes", metavar="N", help="to read it once")
    edit.add_argument("--difficulty", metavar="N", help="1 (easy) to 3 (hard)")
    edit.add_argument("--title", metavar="T", help="what it is called")
    edit.add_argument("--company", metavar="NAME", help="whose system or page it is, or none")
    edit.add_argument("--year", metavar="Y", help="when it appeared, or none")


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a field and its column, as argparse asks for them."""
    pairs = tuple(
        (field.strip(), name.strip())
        for field, _, name in (part.partition("=") for part in text.split(","))
    )
    for field, name in pairs:
        if field not in COLUMNS or not name:
            raise argparse.ArgumentTypeError(
                f"{field}={name} is not FIELD=NAME with a field of {', '.join(COLUMNS)}"
            )
    return pairs


def _positive(text: str) -> int:
    """A number of 1 or more, as argparse asks for it."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number of 1 or more")
    return number


def _upkeep(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add what looks after the database as a whole."""
    backup = command("backup", "copy the database, safely while it is in use")
    backup.add_argument(
        "path",
        nargs="?",
        help="a file or folder; without it, among the backups; `list` shows those that there are",
    )
    backup.add_argument("--force", action="store_true", help="overwrite the file")
    restore = command("restore", "put a backup in place of the database, which is kept")
    restore.add_argument("source", nargs="?", help="a file, or when: 2026-11-24, 2026-11-24 09:00")
    restore.add_argument(
        "--salvage",
        action="store_true",
        help="of a damaged database: the newest sound backup, and what can still be read",
    )
    sync = command("sync", "exchange what you did with your other machines, through a folder")
    sync.add_argument(
        "folder",
        nargs="?",
        help="one that Syncthing, Dropbox, git, rclone or the like carries; it is remembered",
    )
    sync.add_argument(
        "--status", action="store_true", help="only say how the machines stand to each other"
    )
    doctor = command("doctor", "look whether everything is sound; exit status 1 where it is not")
    doctor.add_argument(
        "--rebuild", action="store_true", help="first write all tables anew from the log"
    )


def _acts(
    commands: "argparse._SubParsersAction[_Parser]",
    everywhere: _Parser,
    name: str,
    help: str,
) -> Callable[[str, str], argparse.ArgumentParser]:
    """Add a command with commands of its own; what adds one of these."""
    command = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
    acts = command.add_subparsers(dest="act", metavar="ACT", required=True)

    def act(name: str, help: str) -> argparse.ArgumentParser:
        return acts.add_parser(
            name, help=help, description=help, parents=[everywhere], allow_abbrev=False
        )

    return act


def _links(
    commands: "argparse._SubParsersAction[_Parser]",
    everywhere: _Parser,
) -> None:
    """Add `links` with its own commands; without one it lists."""
    help = "what became of the links; check, repair or judge them"
    links = commands.add_parser(
        "links", help=help, description=help, parents=[everywhere], allow_abbrev=False
    )
    acts = links.add_subparsers(dest="act", metavar="ACT")
    # The option may stand before the act; the act must not undo it.
    after = _Parser(add_help=False)
    after.add_argument("--data-dir", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    after.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")

    def act(name: str, help: str) -> argparse.ArgumentParser:
        return acts.add_parser(
            name, help=help, description=help, parents=[after], allow_abbrev=False
        )

    check = act("check", "ask the network what became of links; ctrl-c keeps what is done")
    check.add_argument("query", nargs="*", help="words that a work must contain")
    check.add_argument("--again", action="store_true", help="also what was checked not long ago")
    check.add_argument(
        "--days", type=_positive, default=14, metavar="N", help="how long a check holds (14)"
    )
    repair = act("repair", "give works the addresses to which their links have moved")
    which = repair.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", help="id of a work, or the beginning of one")
    which.add_argument("--all", action="store_true", help="of all that have moved")
    repair.add_argument("--to", metavar="URL", help="an address of your own; `list` for the list's")
    set_ = act("set", "say what a link is, whatever a check finds")
    set_.add_argument("id", help="id of a work, or the beginning of one")
    set_.add_argument("state", choices=LINK_STATES, help="`checked` lets checks say it again")


def _question(
    commands: "argparse._SubParsersAction[_Parser]",
    everywhere: _Parser,
) -> None:
    """Add `question` with its own commands."""
    act = _acts(commands, everywhere, "question", "your own questions, and your words for ours")
    of = "id of a work, a chapter or a competency"
    listing = act("list", "your questions, and those that you edited")
    listing.add_argument("id", nargs="?", help=f"{of}; without it, of all")
    add = act("add", "ask yourself a question of your own")
    add.add_argument("id", help=of)
    _wording(add, add.add_mutually_exclusive_group(required=True))
    edit = act("edit", "ask a card in your own words; what you graded stays")
    edit.add_argument("card", help="id of a card")
    _wording(edit, edit.add_mutually_exclusive_group())
    restore = act("restore", "ask an edited card in the words that ship again")
    restore.add_argument("card", help="id of a card")
    remove = act("remove", "remove a question of your own")
    remove.add_argument("card", help="id of a card")


def _wording(act: argparse.ArgumentParser, how: "argparse._MutuallyExclusiveGroup") -> None:
    how.add_argument("--text", metavar="QUESTION", help="what is asked")
    how.add_argument(
        "--edit",
        action="store_true",
        help="open $VISUAL or $EDITOR: points stand behind -, what they ask next behind >",
    )
    points = "the points of a good answer; without any, you compare with your note"
    act.add_argument("--points", nargs="*", metavar="POINT", help=points)
    act.add_argument("--follow-up", metavar="QUESTION", help="what they would ask next")


def _says_what(options: argparse.Namespace) -> bool:
    """Whether `question edit` was told anything."""
    given = (options.text, options.points, options.follow_up)
    return options.edit or any(value is not None for value in given)


def _export(
    commands: "argparse._SubParsersAction[_Parser]",
    everywhere: _Parser,
) -> None:
    """Add `export` with its formats."""
    help = "write what is yours to a file, for other programs"
    export = commands.add_parser("export", help=help, description=help, allow_abbrev=False)
    formats = export.add_subparsers(dest="format", metavar="FORMAT", required=True)
    for name, help, place in EXPORTS:
        one = formats.add_parser(
            name, help=help, description=help, parents=[everywhere], allow_abbrev=False
        )
        one.add_argument("path", help=place)
        one.add_argument("--force", action="store_true", help="overwrite what is not studyplan's")
        if name == "ics":
            one.add_argument(
                "--at", metavar="HH:MM", default="19:00", help="local time of study (19:00)"
            )
            one.add_argument(
                "--remind", metavar="MIN", type=int, help="an alarm so many minutes before"
            )


def _interview(
    commands: "argparse._SubParsersAction[_Parser]",
    everywhere: _Parser,
) -> None:
    """Add `interview` with its own commands."""
    act = _acts(commands, everywhere, "interview", "mock interviews, and what came of them")
    act("list", "the mock interviews, how often they were practised, when they come back")
    show = act("show", "everything about one mock interview, with its outline")
    show.add_argument("id", help="id of a mock interview, or the beginning of one")
    history = act("history", "the attempts at one mock interview, or at all")
    history.add_argument("id", nargs="?", help="id of a mock interview, or the beginning of one")
    add = act("add", "take in mock interviews of your own, or their new version")
    add.add_argument("file", help="YAML of the form of those that ship")
    remove = act("remove", "remove a mock interview of your own; its attempts are kept")
    remove.add_argument("id", help="id of a mock interview, or the beginning of one")
    export = act("export", "write an attempt to a file, as Markdown")
    export.add_argument("attempt", help="id from `studyplan interview history`, or its beginning")
    export.add_argument("path", help="the file; one that is there is left as it is")
    export.add_argument("--force", action="store_true", help="overwrite the file")
