"""An open study: a person's database, the shipped catalogue in it, and the clock."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from studyplan import __version__
from studyplan.clock import Clock, SystemClock
from studyplan.domain.action import Action, Answered, Event
from studyplan.domain.day import StudyDays
from studyplan.domain.settings import Settings
from studyplan.locations import Locations
from studyplan.store import content, files, forms, journeys, log, rebuilding
from studyplan.store import settings as stored
from studyplan.store.engine import PATIENCE, Busy, Damaged, Store, StoreError, open_store

Found = TypeVar("Found")

__all__ = [
    "PATIENCE",
    "Busy",
    "Damaged",
    "Refused",
    "Study",
    "failures",
    "open_study",
    "why_unreadable",
]


class Refused(Exception):
    """What was asked for cannot be done; the text is a sentence for a person."""


def failures() -> tuple[type[Exception], ...]:
    """Every error whose text is a sentence for a person."""
    from studyplan.config import ConfigError
    from studyplan.domain.curriculum import CurriculumError
    from studyplan.domain.payload import PayloadError
    from studyplan.library.errors import LibraryError
    from studyplan.locations import LocationError

    of_files = LibraryError, ConfigError, LocationError
    return Refused, StoreError, PayloadError, CurriculumError, *of_files


class Study:
    """What the functions of this package work on. Used by one thread at a time."""

    def __init__(self, store: Store, clock: Clock, locations: Locations) -> None:
        self.store = store
        self.clock = clock
        self.locations = locations
        self._turn = self._grades = 0
        self._settings: tuple[tuple[int, int], Settings] | None = None
        self._once: dict[Callable[[Study], Any], tuple[object, Any]] = {}
        """What was found by functions that are not to look twice, and at which edition."""
        self.imports: dict[bytes, Event] = {}
        """Imports that were read, by id: what is in the log stays, and one may hold thousands."""
        self._offset: timedelta | None = None
        """From UTC, of the clocks at the last action of this study."""

    @property
    def settings(self) -> Settings:
        """The study settings as they are now."""
        if self._settings is not None and self._settings[0] == self.mark:
            return self._settings[1]
        found = stored.read(self.store)
        if not self.store.in_transaction:  # what is read inside may still be taken back
            self._settings = (self.mark, found)
        return found

    @property
    def mark(self) -> tuple[int, int]:
        """Another value once anything was changed, but for the grades given on this study."""
        return self.store.version, self._turn

    @property
    def edition(self) -> tuple[int, int, int, date]:
        """Another value once anything was changed at all, and on another study day."""
        return *self.mark, self._grades, self.today

    def once(self, find: "Callable[[Study], Found]") -> Found:
        """What `find` finds; it looks again only after anything was changed, or on another day.

        Only for what follows from the log and the day alone, and is small enough to be kept.
        """
        if self.store.in_transaction:  # what is read inside may still be taken back
            return find(self)
        edition = (*self.edition, self.clock.zone)
        if find not in self._once or self._once[find][0] != edition:
            self._once[find] = edition, find(self)
        found: Found = self._once[find][1]
        return found

    @property
    def days(self) -> StudyDays:
        """How instants become study days, where the person is now."""
        return StudyDays(self.clock.zone, self.settings.day_start)

    @property
    def today(self) -> date:
        """The study day that it is now."""
        return self.days.of(self.clock.now())

    @property
    def version(self) -> int:
        """A number that changes when another process has changed something, or the whole file."""
        self.store.follow_file()
        return self.store.version

    @property
    def introduced(self) -> bool:
        """Whether the first questions were put to the person."""
        return bool(self.store.value("SELECT 1 FROM meta WHERE key = 'introduced'"))

    def introduce(self) -> None:
        """Remember that the first questions were put; they are not put again."""
        self.store.run("INSERT OR REPLACE INTO meta VALUES ('introduced', 'yes')")

    def do(self, action: Action, now: datetime | None = None) -> Event:
        """Write an action to the log and bring the tables up to it, in one transaction."""
        if isinstance(action, Answered):
            self._grades += 1
        else:
            self._turn += 1
        now = now or self.clock.now()
        with self.store.transaction():
            offset = now.astimezone(self.clock.zone).utcoffset()
            if offset is not None and offset != self._offset:
                journeys.note(self.store, now, offset)
                self._offset = offset
            return log.record(self.store, action, now)

    def beside(self) -> "Study":
        """The same study on a connection of its own, for another thread, which closes it."""
        return Study(open_store(self.store.path, make=False), self.clock, self.locations)

    @property
    def is_there(self) -> bool:
        """Whether the database still stands where it stood."""
        return self.store.is_there

    def wait_at_most(self, seconds: float) -> None:
        """How long to wait from now on while another program is writing, before it is `Busy`."""
        self.store.wait_at_most(seconds)

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def open_study(locations: Locations, clock: Clock | None = None) -> Study:
    """Open a person's study, made where there is none yet, with the catalogue of this version.

    Raises:
        Unreadable: it is new to this machine, and its tables are not what studyplan writes.
        StoreError: the database cannot be used.
        CatalogError: the shipped catalogue is broken.
    """
    clock = clock or SystemClock()

    def keep(older: Store) -> None:
        from studyplan.store import backups

        backups.make(older, locations.backups, clock.now(), "migration")

    study = Study(open_store(locations.database, keep), clock, locations)
    try:
        files.tighten(locations.database, locations.backups)
        forms.check_if_new(study.store)
        take_in_content(study)
        _catch_up(study)
        _measure(study)
    except BaseException:
        study.close()
        raise
    return study


def _measure(study: Study) -> None:
    """Work out the minutes of what lies here, where anything does."""
    if study.store.value("SELECT 1 FROM article LIMIT 1") is not None:
        from studyplan.study import fetching

        fetching.measure(study)


def why_unreadable(locations: Locations) -> str | None:
    """The sentence for a failure that nobody foresaw, where rows of the database are why."""
    try:
        with closing(open_store(locations.database, make=False)) as store:
            forms.check(store)
    except StoreError as error:
        return str(error)
    return None


def _catch_up(study: Study) -> None:
    """Fold the log anew where an older version took in what this one reads more in."""
    store = study.store
    if not rebuilding.is_behind(store):
        return
    with store.transaction():
        if rebuilding.is_behind(store):  # no other process was quicker
            rebuilding.rebuild(store)
            take_in_content(study, anew=True)


def take_in_content(study: Study, *, anew: bool = False) -> None:
    """Load what ships into the content tables, once a version of it, or `anew` in any case."""
    assets = study.locations.assets
    version = shipped_version(assets)
    if content.version(study.store) == version and not anew:
        return
    from studyplan.library.catalog import load_catalog, load_competencies
    from studyplan.library.interviews import load_interviews
    from studyplan.library.primers import load_primers
    from studyplan.library.prompts import load_prompts

    competencies = load_competencies(assets / "competencies.yaml")
    works = load_catalog(assets / "catalog.yaml")
    primers = load_primers(assets / "primers", competencies)
    prompts = load_prompts(assets / "prompts", works)
    interviews = load_interviews(assets / "interviews", works, competencies)
    shipped = content.Shipped(competencies, works, primers, prompts, interviews)
    content.load(study.store, shipped, version)


def shipped_version(assets: Path) -> str:
    """What changes when anything that ships does."""
    shipped = sorted(path for path in assets.rglob("*") if path.is_file())
    return " ".join([__version__, *(_fingerprint(file, assets) for file in shipped)])


def _fingerprint(file: Path, assets: Path) -> str:
    """What changes when a shipped file does, without reading it."""
    status = file.stat()
    return f"{file.relative_to(assets)}:{status.st_size}:{status.st_mtime_ns}"
