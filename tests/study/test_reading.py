"""The reading list: books and chapters, notes and drafts, links."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyplan.clock import FixedClock
from studyplan.domain.fold import BETWEEN_NOTES
from studyplan.domain.query import terms
from studyplan.domain.resource import Status
from studyplan.locations import Locations
from studyplan.store import drafts
from studyplan.study import (
    Refused,
    Study,
    backing_up,
    history,
    noting,
    open_study,
    reading,
    syncing,
)
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.note import NoteScreen

BOOK = "designing-machine-learning-systems"


def statuses(study: Study, *ids: str) -> list[str]:
    return [str(reading.detail(study, id_).listed.status) for id_ in ids]


def test_works_are_in_reading_order_with_hubs_last(study: Study) -> None:
    works = reading.works(study)
    hubs = [one.kind.is_hub for one in works]
    assert hubs == sorted(hubs)
    positions = {one.id: place for place, one in enumerate(works)}
    assert positions["netflix-ab-test-1-what"] < positions["netflix-ab-test-2-false-positives"]


def test_a_query_also_finds_by_status_and_competency(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.SKIPPED)
    assert [one.id for one in reading.works(study, "skipped")] == ["focal-loss"]
    assert {one.competency for one in reading.works(study, "k07")} == {"K07"}
    assert reading.works(study, "k07 focal") == []


def test_reading_a_book_reads_its_chapters_and_undo_takes_all_back(study: Study) -> None:
    changes = reading.mark(study, BOOK, Status.READ)
    assert len(changes) == 12
    assert statuses(study, BOOK, f"{BOOK}/1", f"{BOOK}/11") == ["read", "read", "read"]
    history.undo(study)
    assert statuses(study, BOOK, f"{BOOK}/1") == ["unread", "unread"]


def test_chapters_carry_their_book(study: Study) -> None:
    reading.mark(study, f"{BOOK}/1", Status.READ)
    assert statuses(study, BOOK) == ["reading"]
    for number in range(2, 11):
        reading.mark(study, f"{BOOK}/{number}", Status.READ)
    assert statuses(study, BOOK) == ["reading"]
    assert set(reading.mark(study, f"{BOOK}/11", Status.SKIPPED)) == {BOOK, f"{BOOK}/11"}
    assert statuses(study, BOOK) == ["read"]
    reading.mark(study, f"{BOOK}/4", Status.UNREAD)
    assert statuses(study, BOOK) == ["reading"]


def test_marking_twice_is_one_event(study: Study) -> None:
    assert reading.mark(study, "focal-loss", Status.READ)
    assert reading.mark(study, "focal-loss", Status.READ) == {}
    assert len(history.of_resource(study, "focal-loss")) == 1


def test_opening_a_link_changes_no_status_and_is_passed_over_by_undo(study: Study) -> None:
    noting.write_note(study, "focal-loss", "x")
    url = reading.open_link(study, "focal-loss")
    assert url.startswith("https://")
    detail = reading.detail(study, "focal-loss")
    assert (detail.listed.status, detail.progress.opened) == (Status.UNREAD, 1)
    assert "wrote a note" in history.undo(study)
    assert reading.detail(study, "focal-loss").progress.opened == 1


def test_a_work_without_link_says_so(study: Study) -> None:
    with pytest.raises(Refused, match="no link"):
        reading.open_link(study, BOOK)


def test_a_draft_left_by_a_crash_becomes_the_note(study: Study, places: Locations) -> None:
    noting.write_note(study, "focal-loss", "first")
    noting.keep_draft(study, "focal-loss", "first and mo")
    noting.keep_draft(study, "feature-logging", "")
    study.store.close()  # as a crash would, without a word
    again = open_study(places, study.clock)
    assert noting.recover_drafts(again) == ["focal-loss"]
    assert reading.detail(again, "focal-loss").progress.note == "first and mo"
    assert noting.recover_drafts(again) == []
    history.undo(again)
    assert reading.detail(again, "focal-loss").progress.note == "first"
    again.close()


def test_a_recovered_draft_keeps_what_came_from_another_device_before_it(
    places: Locations, clock: FixedClock, tmp_path: Path
) -> None:
    """It was written earlier, and synced before the draft was looked at."""
    start, folder = clock.now(), tmp_path / "shared"
    folder.mkdir()
    elsewhere = replace(places, data=tmp_path / "elsewhere", config=tmp_path / "elsewhere")
    study, other = open_study(places, clock), open_study(elsewhere, clock)
    with closing(study), closing(other):
        for number, text in enumerate(("typed", "typed here")):
            clock.set(start + timedelta(minutes=9 + number))
            noting.keep_draft(study, "focal-loss", text, base="")
        clock.set(start + timedelta(minutes=5))
        noting.write_note(other, "focal-loss", "written there")
        syncing.sync(other, folder)
        clock.set(start + timedelta(minutes=20))
        syncing.sync(study, folder)
        assert noting.recover_drafts(study) == ["focal-loss"]
        note = reading.detail(study, "focal-loss").progress.note
        assert note == f"typed here{BETWEEN_NOTES}written there"
        assert study.store.value("SELECT count(*) FROM draft") == 0


async def test_the_editor_keeps_what_it_began_with(study: Study) -> None:
    noting.write_note(study, "focal-loss", "before")
    app = StudyplanApp(study)
    async with app.run_test() as pilot:
        app.push_screen(NoteScreen("focal-loss"))
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        (draft,) = drafts.kept(study.store)
        assert (draft.text, draft.base) == ("beforex", "before")


def test_standings_count_readings_and_never_hubs(study: Study) -> None:
    total = {one.competency.id: one.coverage.total for one in reading.standings(study)}
    assert (total["K01"], total["K07"], sum(total.values())) == (4, 9, 94)
    reading.mark(study, "eugene-yan-blog", Status.READ)
    assert all(one.coverage.done == 0 for one in reading.standings(study))


def test_a_competency_opens_when_something_it_needs_is_begun(study: Study) -> None:
    def is_open() -> set[str]:
        return {one.competency.id for one in reading.standings(study) if one.open}

    assert is_open() == {"K01"}
    reading.mark(study, "aws-building-ml-application", Status.SKIPPED)
    assert is_open() == {"K01", "K02"}


def test_a_book_that_is_begun_or_skipped_keeps_what_was_read_of_it(study: Study) -> None:
    for chapter in (1, 2):
        reading.mark(study, f"{BOOK}/{chapter}", Status.READ)
    reading.mark(study, f"{BOOK}/3", Status.SKIPPED)
    assert reading.mark(study, BOOK, Status.READING) == {}
    assert statuses(study, f"{BOOK}/1", f"{BOOK}/3", f"{BOOK}/4") == ["read", "skipped", "unread"]
    reading.mark(study, BOOK, Status.SKIPPED)
    assert statuses(study, f"{BOOK}/1", f"{BOOK}/4") == ["read", "skipped"]
    reading.mark(study, BOOK, Status.UNREAD)
    assert statuses(study, f"{BOOK}/1", f"{BOOK}/3") == ["unread", "unread"]


def test_the_draft_of_somebody_who_still_types_is_left_alone(study: Study) -> None:
    script = """
import sys
from studyplan.locations import locate
from studyplan.study import noting, open_study
noting.keep_draft(open_study(locate(sys.argv[1])), "focal-loss", "half a")
print("kept", flush=True)
input()
"""
    data = study.locations.data
    with subprocess.Popen(
        [sys.executable, "-c", script, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as typing:
        assert typing.stdout is not None
        assert typing.stdout.readline() == b"kept\n"
        assert noting.recover_drafts(study) == []
        backing_up.tidy(study)
        assert noting.recover_drafts(study) == []
        typing.kill()
        typing.wait()
        assert noting.recover_drafts(study) == ["focal-loss"]
        assert list(data.glob("*.lock")) == []


def test_the_number_of_a_process_may_be_alive_again(study: Study) -> None:
    """After the machine was started anew, another program has it."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as another:
        noting.keep_draft(study, "focal-loss", "half a")
        study.store.run("UPDATE draft SET process = ?", another.pid)
        assert noting.recover_drafts(study) == ["focal-loss"]
        another.kill()


def test_of_two_notes_written_at_once_both_are_kept(study: Study) -> None:
    noting.write_note(study, "focal-loss", "begun")
    noting.write_note(study, "focal-loss", "theirs")
    kept = noting.write_note(study, "focal-loss", "mine", base="begun")
    assert kept == "mine\n\n---\n\ntheirs"
    assert reading.detail(study, "focal-loss").progress.note == kept
    assert noting.write_note(study, "focal-loss", "all mine", base=kept) == "all mine"


def test_what_commands_a_terminal_is_dropped_from_notes(study: Study) -> None:
    noting.write_note(study, "focal-loss", "a\x1b]0;pwned\x07b\x9b31m\u202ec\n\td")
    assert reading.detail(study, "focal-loss").progress.note == "a]0;pwnedb31mc\n\td"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_index_of_words_finds_what_looking_through_all_of_them_does(
    study: Study, data: st.DataObject
) -> None:
    changed = data.draw(st.sampled_from(["focal-loss", "K02"]))
    reading.mark(study, changed, data.draw(st.sampled_from(Status)))
    rows = study.store.rows(
        "SELECT r.id, r.search || ' ' || coalesce(p.status, 'unread') FROM resource r "
        "LEFT JOIN progress p ON p.resource = r.id ORDER BY r.position"
    )
    words = sorted({word for _, text in rows for word in text.rsplit(" ", 1)[0].split()})
    some = st.sampled_from(words).flatmap(
        lambda word: st.integers(0, len(word)).map(lambda end: word[:end])
    )
    asked = data.draw(st.lists(some | st.text(max_size=3) | st.just("read"), max_size=3))
    naive = [id for id, text in rows if all(f" {term}" in text for term in terms(" ".join(asked)))]
    found = reading.works(study, " ".join(asked), chapters=True, primers=True)
    assert [one.id for one in found] == naive
    assert reading.matches(study, " ".join(asked)).keys() == set(naive)
