"""Everything about the chosen line: facts, chapters, cards, the note, what happened."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from studyplan import words
from studyplan.study import fetching, history, links, reading, reviewing
from studyplan.study.links import Link
from studyplan.tui.host import study_of
from studyplan.tui.widgets import facts, link_facts
from studyplan.tui.widgets.outline import HUBS, Curriculum, Heading, Line


class DetailPane(VerticalScroll, inherit_bindings=False):
    """Shows the line it is given; it takes the keys that scroll, all others are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down, j", "scroll_down", show=False),
        Binding("up, k", "scroll_up", show=False),
        Binding("home, g", "scroll_home", show=False),
        Binding("end, G", "scroll_end", show=False),
        Binding("pagedown, space", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]

    DEFAULT_CSS = """
    DetailPane {
        padding: 0 2;
        scrollbar-size-vertical: 1;
        Static, Markdown { height: auto; }
        #parts, #cards, #history { margin-top: 1; }
        &.-noted #history { margin-top: 0; }
        #parts, #history { text-wrap: nowrap; text-overflow: ellipsis; }
        &.-many-cards #cards { text-wrap: nowrap; text-overflow: ellipsis; }
        #note { padding: 0; margin: 0; display: none; }
        #note-title { display: none; text-style: bold; margin-top: 1; }
        &.-noted #note, &.-noted #note-title { display: block; }
        MarkdownH1, MarkdownH2, MarkdownH3 {
            content-align: left middle; background: transparent; color: $primary;
            text-style: bold; margin: 0 0 1 0;
        }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._shown: str | None = None
        self._note = ""
        self.link: Link | None = None
        """What is known of the link of the work that is shown."""
        self._said: dict[str, Content | None] = {}
        """What stands in each section; one that stays as it is costs no layout."""

    def compose(self) -> ComposeResult:
        """The sections, each empty until there is something to say."""
        yield Static(id="facts")
        yield Static(id="parts")
        yield Static(id="cards")
        yield Static("Note", id="note-title")
        yield Markdown(id="note", open_links=False)
        yield Static(id="history")

    def show(self, line: Line | None, shown: Curriculum) -> None:
        """Show what is known of a line; scrolled to the top where it is another line than before.

        Raises:
            Refused, StoreError: it cannot be read.
        """
        self.link = None
        if line is None:
            self._say(facts=Content(""))
        elif line.heading is not None:
            self._show_heading(line.key, line.heading, shown)
        elif line.work is not None:
            self._show_work(line.work.id, shown)
        key = None if line is None else line.key
        if key != self._shown:
            self._shown = key
            self.scroll_home(animate=False)

    def _show_heading(self, key: str, heading: Heading, shown: Curriculum) -> None:
        title = "Places" if key == HUBS else "Readings"
        self._say(
            facts=facts.of_heading(heading, key, shown),
            parts=facts.parts(title, shown.group(key)),
        )

    def _show_work(self, resource: str, shown: Curriculum) -> None:
        study = study_of(self)
        whole = reading.detail(study, resource)
        needed = [one for one in shown.works if one.id in whole.work.needs]
        titles = {one.competency.id: one.competency.title for one in shown.standings}
        days, today = study.days, shown.today
        cards = reviewing.of_resource(study, resource)
        self.set_class(len(cards) > facts.CARDS_IN_FULL, "-many-cards")
        self.link = links.of_work(study, resource)
        kept = fetching.kept(study).get(resource)
        about_link = link_facts.of_link(self.link, kept, days, today)
        self._say(
            facts=facts.of_work(whole, titles, needed, days, today, about_link),
            parts=facts.parts("Chapters", whole.chapters),
            cards=facts.cards(cards, days, today),
            note=whole.progress.note,
            history=facts.history(history.of_resource(study, resource), days, today),
        )

    def _say(
        self,
        *,
        facts: Content,
        parts: Content | None = None,
        cards: Content | None = None,
        note: str = "",
        history: Content | None = None,
    ) -> None:
        sections = {"facts": facts, "parts": parts, "cards": cards, "history": history}
        for id, content in sections.items():
            if content != self._said.get(id):
                self._said[id] = content
                section = self.query_one(f"#{id}", Static)
                section.display = bool(content)
                section.update(content or Content(""))
        self.set_class(bool(note.strip()), "-noted")
        if note != self._note:
            self._note = note
            self.query_one("#note", Markdown).update(words.excerpt(note))

    @property
    def note(self) -> str:
        """The note on the work that is shown."""
        return self._note
