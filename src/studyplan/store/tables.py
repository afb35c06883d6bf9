"""Every table, column and index: the schema, in one place.

Instants are whole milliseconds since 1970 (UTC), study days ISO dates, structures JSON text.
Three families: the log (event, subject, undone), the tables folded from it (setting, progress,
card, review, work, attempt, wording, own_interview, link), and content loaded from `assets/`
(competency, resource, prompt, word …), beside which stand what a person imported and wrote.
`draft`, `running`, `meta`, `link_check`, `article` and the four of sync (inbox, shared, sync_file,
sync_device) belong to this file alone: unfinished typing, what the file knows of itself, what the
network answered, the copies that lie beside it, and of the folder it shares.
"""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

KEYED = {"sqlite_with_rowid": False}
"""Stored in order of the primary key, without a second key behind it."""


class EventTable(SQLModel, table=True):
    """The append-only log: one row an action, never changed."""

    __tablename__ = "event"
    __table_args__ = (KEYED,)

    id: bytes = Field(primary_key=True)
    """UUIDv7, 16 bytes: orders the log."""
    device: str
    at: int
    kind: str
    payload: str
    """JSON."""


class SubjectTable(SQLModel, table=True):
    """Which events changed what: `progress:<resource>`, `card:<card>`, `setting:<key>` …"""

    __tablename__ = "subject"
    __table_args__ = (KEYED,)

    subject: str = Field(primary_key=True)
    event: bytes = Field(primary_key=True, foreign_key="event.id")


class UndoneTable(SQLModel, table=True):
    """Events that do not count now, and the undo that took each back."""

    __tablename__ = "undone"
    __table_args__ = (KEYED,)

    event: bytes = Field(primary_key=True, foreign_key="event.id")
    undo: bytes = Field(foreign_key="event.id", index=True)


class SettingTable(SQLModel, table=True):
    """Study settings that a person has set."""

    __tablename__ = "setting"
    __table_args__ = (KEYED,)

    key: str = Field(primary_key=True)
    value: str
    """JSON."""


class ProgressTable(SQLModel, table=True):
    """Status, note and visits of a work or chapter; no row while nothing happened."""

    __tablename__ = "progress"
    __table_args__ = (
        CheckConstraint("status in ('unread', 'reading', 'read', 'skipped')", name="status_known"),
        Index("progress_status", "status", "status_at"),
        KEYED,
    )

    resource: str = Field(primary_key=True)
    status: str
    status_at: int | None
    note: str
    note_at: int | None
    opened: int
    opened_at: int | None
    sittings: str | None
    """JSON: when a part of it was read, and for how many minutes; null where none was recorded."""


class CardTable(SQLModel, table=True):
    """Memory state and due day of each card of a work that is read, and of any that was graded."""

    __tablename__ = "card"
    __table_args__ = (
        Index("card_due", "suspended", "due_day"),
        Index("card_step", "due_at", sqlite_where=text("due_at IS NOT NULL")),
        KEYED,
    )

    id: str = Field(primary_key=True)
    phase: str
    step: int | None
    due_day: str | None
    due_at: int | None
    stability: float | None
    difficulty: float | None
    last_at: int | None
    last_day: str | None
    reps: int
    lapses: int
    suspended: bool


class ReviewTable(SQLModel, table=True):
    """One grade, with what the model believed before it and after.

    In the order of days: a grade is added at the end, a day is read in one go, and statistics by
    day need no sorting. The grades of a card are found by its events, in `subject`.
    """

    __tablename__ = "review"
    __table_args__ = (Index("review_event", "event"), KEYED)

    day: str = Field(primary_key=True)
    event: bytes = Field(primary_key=True, foreign_key="event.id")
    card: str
    grade: int
    phase: str
    """Of the card before the grade."""
    elapsed: int | None
    """Study days since the review before; null at the first."""
    stability_before: float | None
    """Before the grade; null at the first."""
    retrievability: float | None
    """Predicted before the grade; null at the first."""
    seconds: float | None
    at: int
    stability: float
    """After the grade."""
    difficulty: float
    """After the grade."""
    attempt: str | None


class WorkTable(SQLModel, table=True):
    """Works that a person imported, as JSON records."""

    __tablename__ = "work"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True)
    record: str


class WordingTable(SQLModel, table=True):
    """A person's own questions, and their edits of those that ship, which win over `prompt`."""

    __tablename__ = "wording"
    __table_args__ = (KEYED,)

    card: str = Field(primary_key=True)
    source: str
    """The work, chapter or competency that it is about."""
    question: str
    points: str
    """JSON list."""
    follow_up: str


class OwnInterviewTable(SQLModel, table=True):
    """Mock interviews that a person added."""

    __tablename__ = "own_interview"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True)
    title: str
    record: str
    """The whole interview as JSON."""


class LinkTable(SQLModel, table=True):
    """What a person said of the link of a work: another address, what it is."""

    __tablename__ = "link"
    __table_args__ = (KEYED,)

    resource: str = Field(primary_key=True)
    address: str | None
    """In place of that of the list."""
    state: str | None
    """Whatever a check finds."""


class CompetencyTable(SQLModel, table=True):
    """Content: what an interviewer probes, in prerequisite order."""

    __tablename__ = "competency"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True)
    position: int
    title: str
    summary: str
    needs: str
    """JSON list of ids."""
    short: str


class ResourceTable(SQLModel, table=True):
    """Content: works and chapters in reading order; shipped ones and a person's own."""

    __tablename__ = "resource"
    __table_args__ = (Index("resource_position", "position"),)

    id: str = Field(primary_key=True)
    parent: str | None = Field(foreign_key="resource.id", index=True)
    """The book of a chapter."""
    position: int
    own: bool
    title: str
    url: str | None
    kind: str
    company: str | None
    year: int | None
    competency: str | None = Field(index=True)
    difficulty: int
    minutes: int
    search: str
    """The words that it is found by, without case and accents; a space before each."""
    record: str | None
    """The whole work as JSON; null for a chapter."""


class WordTable(SQLModel, table=True):
    """Content: the words of each `search`, by which works are found without reading them all."""

    __tablename__ = "word"
    __table_args__ = (KEYED,)

    word: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    """Of the resource."""


class PrimerTable(SQLModel, table=True):
    """Content: the text of each primer; what else is to be known of it stands in `resource`."""

    __tablename__ = "primer"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True, foreign_key="resource.id")
    """Of the competency."""
    text: str
    """Markdown."""


class PromptTable(SQLModel, table=True):
    """Content: the question of each card that can be, as it ships; a person's own among them."""

    __tablename__ = "prompt"
    __table_args__ = (Index("prompt_resource", "resource", "type"), KEYED)

    id: str = Field(primary_key=True)
    resource: str = Field(foreign_key="resource.id")
    """What must be read first: a work, a chapter, or the primer of the competency."""
    competency: str | None
    type: str
    difficulty: int
    position: int
    question: str
    points: str
    """JSON list: the points of a good answer."""
    follow_up: str


class InterviewTable(SQLModel, table=True):
    """Content: the mock interviews, shipped ones and a person's own."""

    __tablename__ = "interview"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True)
    position: int
    title: str
    record: str
    """The whole interview as JSON."""


class AttemptTable(SQLModel, table=True):
    """Practices of mock interviews, begun or finished. By stage and by dimension: JSON objects."""

    __tablename__ = "attempt"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True)
    interview: str = Field(index=True)
    plan: str
    """Seconds meant for each stage."""
    started_at: int
    stage: str
    notes: str
    seconds: str
    """Spent in each stage."""
    revealed: str
    """JSON list: the clarifying questions that were asked."""
    finished_at: int | None
    scores: str
    """0 to 4 by dimension."""


class RunningTable(SQLModel, table=True):
    """How an attempt stands while it is being made, kept until it is written to the log."""

    __tablename__ = "running"
    __table_args__ = (KEYED,)

    attempt: str = Field(primary_key=True)
    stage: str
    notes: str
    seconds: str
    revealed: str
    process: int
    """Of whoever practises: while it lives, the attempt is theirs."""
    at: int


class DraftTable(SQLModel, table=True):
    """What is being typed, kept until it is written to the log: a note, a question, an answer."""

    __tablename__ = "draft"
    __table_args__ = (KEYED,)

    resource: str = Field(primary_key=True)
    """What is typed, and by which process (see `drafts`)."""
    text: str
    process: int
    """Of whoever types: while it lives, the draft is theirs."""
    at: int


class LinkCheckTable(SQLModel, table=True):
    """What a check found last at each address. The network's answer, no action of a person."""

    __tablename__ = "link_check"
    __table_args__ = (KEYED,)

    address: str = Field(primary_key=True)
    state: str
    why: str
    moved_to: str | None
    """Where it leads for ever."""
    at: int


class ArticleTable(SQLModel, table=True):
    """The articles that lie beside the database, to be read without the network."""

    __tablename__ = "article"
    __table_args__ = (KEYED,)

    resource: str = Field(primary_key=True)
    address: str
    """From where it came."""
    words: int
    at: int


class MetaTable(SQLModel, table=True):
    """What the file knows of itself: device id, content loaded, what was exported, and the like."""

    __tablename__ = "meta"
    __table_args__ = (KEYED,)

    key: str = Field(primary_key=True)
    value: str


class InboxTable(SQLModel, table=True):
    """Events of other devices that are not in the log yet: just read, or not understood by this
    version. The columns of `event`."""

    __tablename__ = "inbox"
    __table_args__ = (KEYED,)

    id: bytes = Field(primary_key=True)
    device: str
    at: int
    kind: str
    payload: str


class SharedTable(SQLModel, table=True):
    """The events that stand in the folder, and in which device's file."""

    __tablename__ = "shared"
    __table_args__ = (KEYED,)

    event: bytes = Field(primary_key=True)
    writer: str


class SyncFileTable(SQLModel, table=True):
    """How far each file in the folder was read, and our own were written."""

    __tablename__ = "sync_file"
    __table_args__ = (KEYED,)

    writer: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    begins: int
    """Where the last line that was read begins, in bytes."""
    ends: int
    """Where it ends."""
    line: int
    """Its number, from 1."""
    digest: str
    """Its checksum, by which it is known again."""


class SyncDeviceTable(SQLModel, table=True):
    """What is known of each device whose files were read."""

    __tablename__ = "sync_device"
    __table_args__ = (KEYED,)

    id: str = Field(primary_key=True)
    name: str
    version: int
    """The schema of the program that wrote its newest file."""
    seen_at: int | None
    """Of its newest event."""


METADATA = SQLModel.metadata
