"""What a screen with a chosen work does about its link, and about the article behind it."""

from typing import TYPE_CHECKING

from studyplan import words
from studyplan.domain.links import LinkState
from studyplan.domain.resource import Kind
from studyplan.study import Study, fetching, links
from studyplan.study.fetching import Outcome
from studyplan.study.links import HOLDS, Link
from studyplan.study.network import Reports, Stop, open_network
from studyplan.study.reading import Listed
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets.link_facts import counts

if TYPE_CHECKING:
    from studyplan.tui.screens.asking_network import Asking

ON_A_LINK = ("open_archived", "fetch_article", "check_link", "take_new_address")
"""The commands that need a work with a link."""


class LinkedScreen(StudyScreen):
    """A screen on which a work may be chosen, with the commands on its link."""

    @property
    def chosen(self) -> Listed | None:
        """The work that is meant."""
        raise NotImplementedError

    def offers(self, name: str, link: Link | None) -> bool:
        """Whether one of `ON_A_LINK` can be done with the chosen work, whose link is given."""
        one = self.chosen
        if one is None or one.url is None or one.kind is Kind.PRIMER:
            return False
        if name == "take_new_address":
            return link is not None and link.state is LinkState.MOVED and link.moved_to is not None
        return name != "fetch_article" or (one.kind in (Kind.ARTICLE, Kind.PAPER))

    def action_open_archived_command(self) -> None:
        """Open the copy of an archive in the browser."""
        if (one := self.chosen) is not None:
            url = self.attempt(lambda: links.archived_copy(self.study, one.id))
            if url is not None:
                self.app.open_url(url)

    def action_take_new_address_command(self) -> None:
        """Give the work the address to which its link has moved."""
        if (one := self.chosen) is not None:

            def act() -> list[Link]:
                return links.repair(self.study, [links.of_work(self.study, one.id)])

            def said(mended: list[Link]) -> None:
                self.notify(f"The link is now {mended[0].moved_to}.", markup=False)
                self.refresh_view()

            self.write(act, said, self.refresh_view)

    def action_check_link_command(self) -> None:
        """Ask what became of the link of the work."""
        if (one := self.chosen) is not None:

            def asking(study: Study, report: Reports, stop: Stop) -> str:
                link = links.of_work(study, one.id)
                done = links.check(
                    study, open_network(study), [link], days=0, report=report, stop=stop
                )
                (after,) = done.links
                more = f": {after.why}" if after.why else ""
                return f"The link is {after.state}{more}."

            self._ask(f"Checking the link of “{one.title}”", asking)

    def action_check_links_command(self) -> None:
        """Ask what became of all links that were not checked lately."""

        def asking(study: Study, report: Reports, stop: Stop) -> str:
            works = links.states(study)
            done = links.check(study, open_network(study), works, report=report, stop=stop)
            if not done.checked and not done.stopped:
                return f"All links were checked in the last {HOLDS} days. {counts(done.links)}."
            begun = "Called off after" if done.stopped else "Checked"
            return f"{begun} {words.count(done.checked, 'link')}. {counts(done.links)}."

        self._ask("Checking all links", asking)

    def action_fetch_article_command(self) -> None:
        """Fetch the article, and open it."""
        if (one := self.chosen) is not None:

            def asking(study: Study, report: Reports, stop: Stop) -> str:
                found = fetching.fetch(
                    study, open_network(study), [one], again=True, report=report, stop=stop
                )
                if not found:
                    return "Called off; nothing was fetched."
                (done,) = found
                if done.outcome is Outcome.REFUSED:
                    return f"Not kept: {done.why}."
                minutes = words.minutes(done.minutes)
                return f"Fetched: {done.words:,} words, {minutes}. enter reads it here."

            self._ask(f"Fetching “{one.title}”", asking)

    def _ask(self, title: str, asking: "Asking") -> None:
        from studyplan.tui.screens.asking_network import NetworkScreen

        self.app.push_screen(NetworkScreen(title, asking), lambda _: self.refresh_view())
