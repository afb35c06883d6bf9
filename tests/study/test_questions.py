"""Own questions, and edits of shipped prompts: what is asked, when, and what an upgrade does."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording
from studyplan.locations import Locations
from studyplan.study import (
    Refused,
    Study,
    asking,
    history,
    importing,
    open_study,
    questions,
    reading,
    reviewing,
    settings,
)

CLOCK = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
WHY = Wording("Why does it help?", ("Easy ones count less.",), "And what of calibration?")
SHIPPED = "focal-loss:formula"


@pytest.fixture
def upgradable(places: Locations, tmp_path: Path) -> Locations:
    """A person's folders, with shipped content that a test may change."""
    assets = tmp_path / "assets"
    shutil.copytree(places.assets, assets)
    return replace(places, assets=assets)


def edit_file(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def asked(study: Study, card: str) -> Wording:
    return reviewing.question(study, card).wording


def due(study: Study) -> list[str]:
    return [one.card.id for one in asking.due(study).questions]


class TestOwn:
    def test_it_is_asked_although_its_work_is_unread(self, study: Study) -> None:
        card = questions.add(study, "focal-loss", WHY)
        one = reviewing.question(study, card)
        assert (one.wording, one.own, one.read, one.rests) == (WHY, True, False, False)
        assert (one.resource, one.competency) == ("focal-loss", "K02")
        assert due(study) == [card]
        assert reading.detail(study, "focal-loss").listed.due == study.today
        assert reviewing.grade(study, card, Grade.EASY).reps == 1
        assert asking.kept(study) == 1

    def test_reading_and_unreading_its_work_leave_it(self, study: Study) -> None:
        card = questions.add(study, "focal-loss", WHY)
        reading.mark(study, "focal-loss", Status.READ)
        reading.mark(study, "focal-loss", Status.UNREAD)
        assert due(study) == [card]

    @pytest.mark.parametrize("source", ["K07", "designing-machine-learning-systems/1", "my."])
    def test_it_is_about_anything_in_the_list(
        self, study: Study, tmp_path: Path, source: str
    ) -> None:
        file = tmp_path / "mine.rst"
        file.write_text("- `A Thing of Mine <https://example.org/mine>`_\n", "utf-8")
        importing.take_in(study, file)
        books = [one.id for one in reading.works(study, chapters=True) if one.parent]
        source = books[0] if "/" in source else source
        card = questions.add(study, source, WHY)
        assert due(study) == [card]

    def test_those_of_a_competency_are_no_siblings(self, study: Study) -> None:
        two = [questions.add(study, "K07", WHY), questions.add(study, "K07", WHY)]
        assert sorted(due(study)) == sorted(two)

    def test_new_ones_come_behind_what_ships_with_their_work(self, study: Study) -> None:
        settings.change(study, {"bury_siblings": "no", "new_per_day": "99"})
        for id in ("focal-loss", "K02"):
            reading.mark(study, id, Status.READ)
        first = questions.add(study, "focal-loss", WHY)
        assert isinstance(study.clock, FixedClock)
        study.clock.set(study.clock.now() + timedelta(seconds=1))
        second = questions.add(study, "focal-loss", WHY)
        of_work = [id for id in due(study) if id.startswith("focal-loss:")]
        assert of_work[-2:] == [first, second]
        assert [one.card.id for one in reviewing.of_resource(study, "focal-loss")] == of_work
        assert questions.worded(study, "focal")[0].card.id == first

    def test_removing_keeps_its_grades_for_undo(self, study: Study) -> None:
        card = questions.add(study, "focal-loss", WHY)
        reviewing.grade(study, card, Grade.EASY)
        questions.remove(study, card)
        assert questions.worded(study) == []
        assert asking.upcoming(study).kept == 0
        with pytest.raises(Refused, match="There is no card"):
            reviewing.question(study, card)
        assert history.undo(study).startswith("removed a question on “Focal")
        assert reviewing.question(study, card).card.reps == 1
        briefs = [it.brief for it in history.of_resource(study, "focal-loss")]
        assert briefs == ["wrote a question", "card graded easy"]

    def test_history_tells_of_one_that_is_gone(self, study: Study) -> None:
        questions.remove(study, questions.add(study, "focal-loss", WHY))
        briefs = [it.brief for it in history.of_resource(study, "focal-loss")]
        assert briefs == ["wrote a question", "removed a question"]

    def test_undo_takes_it_away_and_redo_brings_it_back(self, study: Study) -> None:
        card = questions.add(study, "focal-loss", WHY)
        assert history.undo(study).startswith("wrote a question on “Focal")
        assert due(study) == []
        history.redo(study)
        assert due(study) == [card]

    @pytest.mark.parametrize("text", ["", " \n", "\x1b\x00"])
    def test_one_without_text_is_refused(self, study: Study, text: str) -> None:
        with pytest.raises(Refused, match="needs its text"):
            questions.add(study, "focal-loss", Wording(text))

    def test_what_commands_a_terminal_is_dropped(self, study: Study) -> None:
        evil = "a\x1b[31mb\u202ec"
        card = questions.add(study, "focal-loss", Wording(evil, (evil, " \n"), evil))
        assert asked(study, card) == Wording("a[31mbc", ("a[31mbc",), "a[31mbc")

    def test_it_survives_an_upgrade(self, upgradable: Locations) -> None:
        study = open_study(upgradable, CLOCK)
        cards = [questions.add(study, id, WHY) for id in ("focal-loss", "K07")]
        reviewing.grade(study, cards[0], Grade.EASY)
        study.close()
        edit_file(upgradable.assets / "competencies.yaml", "short: Retrieval", "short: Finding")
        study = open_study(upgradable, CLOCK)
        assert [one.card.id for one in questions.worded(study)] == cards
        assert reviewing.question(study, cards[0]).card.reps == 1
        assert due(study) == [cards[1]]
        study.close()

    def test_it_waits_for_a_work_that_left_the_catalogue(self, upgradable: Locations) -> None:
        study = open_study(upgradable, CLOCK)
        card = questions.add(study, "whats-wrong-with-metrics", WHY)
        study.close()
        catalogue = upgradable.assets / "catalog.yaml"
        edit_file(catalogue, "- id: whats-wrong-with-metrics", "- id: metrics-gone-wrong")
        for folder in ("prompts", "interviews"):  # which name the work
            shutil.rmtree(upgradable.assets / folder)
        study = open_study(upgradable, CLOCK)
        assert due(study) == []
        study.close()
        edit_file(catalogue, "- id: metrics-gone-wrong", "- id: whats-wrong-with-metrics")
        study = open_study(upgradable, CLOCK)
        assert due(study) == [card]
        study.close()


class TestEdits:
    @pytest.fixture(autouse=True)
    def read(self, study: Study) -> None:
        reading.mark(study, "focal-loss", Status.READ)

    def test_the_persons_words_win_and_the_history_stays(self, study: Study) -> None:
        reviewing.grade(study, SHIPPED, Grade.EASY)
        shipped = asked(study, SHIPPED)
        assert questions.edit(study, SHIPPED, WHY)
        one = reviewing.question(study, SHIPPED)
        assert (one.wording, one.shipped, one.own, one.card.reps) == (WHY, shipped, False, 1)
        assert not questions.edit(study, SHIPPED, WHY)  # nothing new, no event
        assert history.undo(study).startswith("reworded a question on “Focal")
        assert asked(study, SHIPPED) == shipped

    def test_undo_goes_back_one_edit_at_a_time(self, study: Study) -> None:
        questions.edit(study, SHIPPED, WHY)
        questions.edit(study, SHIPPED, Wording("Short?"))
        history.undo(study)
        assert asked(study, SHIPPED) == WHY

    def test_the_shipped_text_can_be_gone_back_to(self, study: Study) -> None:
        shipped = asked(study, SHIPPED)
        assert not questions.restore(study, SHIPPED)
        questions.edit(study, SHIPPED, WHY)
        assert questions.restore(study, SHIPPED)
        assert (asked(study, SHIPPED), questions.worded(study)) == (shipped, [])
        history.undo(study)
        assert asked(study, SHIPPED) == WHY

    def test_typing_the_shipped_text_again_is_no_edit(self, study: Study) -> None:
        shipped = asked(study, SHIPPED)
        questions.edit(study, SHIPPED, WHY)
        questions.edit(study, SHIPPED, shipped)
        assert reviewing.question(study, SHIPPED).shipped is None

    def test_what_ships_is_not_removed_and_what_is_own_not_restored(self, study: Study) -> None:
        with pytest.raises(Refused, match="suspend"):
            questions.remove(study, SHIPPED)
        with pytest.raises(Refused, match="your own"):
            questions.restore(study, questions.add(study, "K07", WHY))

    def test_an_edit_wins_over_a_new_shipped_text(self, upgradable: Locations) -> None:
        study = open_study(upgradable, CLOCK)
        shipped = asked(study, SHIPPED)
        reviewing.grade(study, SHIPPED, Grade.EASY)
        questions.edit(study, SHIPPED, WHY)
        study.close()
        prompts = upgradable.assets / "prompts" / "K02.yaml"
        edit_file(prompts, shipped.question, "Asked anew, what is it?")
        study = open_study(upgradable, CLOCK)
        one = reviewing.question(study, SHIPPED)
        assert (one.wording, one.card.reps) == (WHY, 1)
        assert one.shipped == replace(shipped, question="Asked anew, what is it?")
        questions.restore(study, SHIPPED)
        assert asked(study, SHIPPED) == one.shipped
        study.close()

    def test_importing_a_list_keeps_edit_and_shipped_text_apart(
        self, study: Study, tmp_path: Path
    ) -> None:
        shipped = asked(study, SHIPPED)
        questions.edit(study, SHIPPED, WHY)
        file = tmp_path / "mine.rst"
        file.write_text("- `A Thing of Mine <https://example.org/mine>`_\n", "utf-8")
        importing.take_in(study, file)  # writes the content tables anew, from themselves
        one = reviewing.question(study, SHIPPED)
        assert (one.wording, one.shipped) == (WHY, shipped)

    def test_an_edited_prompt_that_no_longer_ships_is_the_persons_own(
        self, upgradable: Locations
    ) -> None:
        study = open_study(upgradable, CLOCK)
        shipped = asked(study, SHIPPED)
        plain = "focal-loss:noisy-positives"
        for card in (SHIPPED, plain):
            reviewing.grade(study, card, Grade.EASY)
        questions.edit(study, SHIPPED, WHY)
        study.close()
        prompts = upgradable.assets / "prompts" / "K02.yaml"
        for slug in ("formula", "noisy-positives"):  # dropped, as if others had come instead
            edit_file(prompts, f"- id: focal-loss:{slug}\n", f"- id: focal-loss:new-{slug}\n")
        study = open_study(upgradable, CLOCK)
        one = reviewing.question(study, SHIPPED)
        assert (one.wording, one.own, one.shipped, one.card.reps) == (WHY, True, None, 1)
        with pytest.raises(Refused, match="no card"):
            reviewing.question(study, plain)
        study.close()
        for slug in ("formula", "noisy-positives"):
            edit_file(prompts, f"- id: focal-loss:new-{slug}\n", f"- id: focal-loss:{slug}\n")
        study = open_study(upgradable, CLOCK)
        one = reviewing.question(study, SHIPPED)
        assert (one.wording, one.own, one.shipped, one.card.reps) == (WHY, False, shipped, 1)
        assert reviewing.question(study, plain).card.reps == 1
        study.close()
