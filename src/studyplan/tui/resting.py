"""A sitting that rests: what was done and what comes, the days to come planned beside the app."""

from dataclasses import replace

from textual_enhanced.commands.bindings import primary_key_for

from studyplan.study import apart, asking
from studyplan.study.asking import Upcoming
from studyplan.study.sitting import Sitting, tally
from studyplan.tui.commands.review import AskAhead
from studyplan.tui.host import host_of
from studyplan.tui.newest import Newest
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.rest import Rest, Standing


class Resting:
    """Fills the empty state of the Review screen, and knows when it is out of date."""

    def __init__(self, screen: StudyScreen) -> None:
        self.can_ask_ahead = False
        """Whether there are cards that can be asked although none is due."""
        self.postponed = 0
        """Cards that are due, and that the plan leaves for later."""
        self._screen = screen
        self._edition: object = None
        """Of the study, when the days to come were asked for."""
        self._standing: Standing | None = None
        self._days_to_come = Newest(
            screen,
            self._look_ahead,
            take=self._show_upcoming,
            fail=lambda _, why: screen.say_failed(why),
        )

    @property
    def may_have_ended(self) -> bool:
        """Whether a learning step ends today, or anything was done since it was shown."""
        comes_today = self._standing is not None and self._standing.next_at is not None
        return comes_today or self._screen.study.edition != self._edition

    def show(self, sitting: Sitting) -> None:
        """Show where the person stands; the days to come are planned once for each edition."""
        study = self._screen.study
        waiting, now, due = sitting.waiting(), study.clock.now(), asking.due(study)
        self.can_ask_ahead = bool(waiting)
        self.postponed = due.postponed
        same = self._edition == (edition := study.edition)
        self._standing = Standing(
            now=now,
            zone=study.clock.zone,
            today=study.today,
            tally=tally(study),
            next_at=due.next_at,
            ask_ahead=primary_key_for(self._screen, AskAhead) if waiting else "",
            kept=asking.kept(study),
            more=sum(one.card.due_at is None or one.card.due_at <= now for one in waiting),
            postponed=due.postponed,
            archived=due.archived,
            upcoming=self._standing.upcoming if same and self._standing else None,
        )
        self._screen.query_one(Rest).show(self._standing)
        if not same:
            self._edition = edition
            self._days_to_come.wish(edition)

    def _look_ahead(self, _: object) -> Upcoming:
        """Plan the days to come, beside the screens: that takes a while."""
        return host_of(self._screen).apart.do(self._screen.study, apart.UPCOMING)

    def _show_upcoming(self, edition: object, upcoming: Upcoming) -> None:
        if self._standing is not None and edition == self._edition:
            self._standing = replace(self._standing, upcoming=upcoming)
            self._screen.query_one(Rest).show(self._standing)
