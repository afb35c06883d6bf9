"""A card as it is asked: the question, the person's attempt, and below or beside it the answer."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Markdown, Static, TextArea

from studyplan import words
from studyplan.study.reviewing import Question
from studyplan.tui.widgets.facts import whose
from studyplan.tui.widgets.pane import Pane
from studyplan.tui.widgets.points import Points


class QuestionCard(Pane):
    """Shows one card; what is typed stays as it is until the next is asked."""

    DEFAULT_CSS = """
    QuestionCard {
        padding: 0 1;
        #columns { height: auto; layout: vertical; }
        #asked, #answer { height: auto; padding: 0 1; }
        #question { margin-bottom: 1; text-style: bold; }
        #leech { margin-bottom: 1; color: $warning; }
        #whose { margin-bottom: 1; color: $text-muted; }
        #attempt {
            height: auto;
            min-height: 3;
            max-height: 10;
            margin-bottom: 1;
            border: none;
            padding: 0 1;
            background: $surface;
            &:focus { background: $panel; }
        }
        #attempted { margin-bottom: 1; }
        #points { margin-bottom: 1; }
        #follow-up { margin-bottom: 1; }
        #note {
            padding: 0;
            margin: 0;
            background: transparent;
            & MarkdownH1, & MarkdownH2 { content-align: left middle; margin: 0 0 1 0; }
        }
        #answer-title { margin-bottom: 1; }
        #hint { color: $foreground 70%; }
        #columns:focus-within #hint { visibility: hidden; }
        &.-answered #attempt { display: none; }
    }
    """
    ANSWERED: ClassVar[str] = "-answered"
    HINT: ClassVar[str] = "Your attempt: optional, kept with the grade (a)"

    def compose(self) -> ComposeResult:
        """Lay out the question on one side and the answer on the other."""
        with Container(id="columns"):
            with Vertical(id="asked"):
                yield Static(id="question", markup=False)
                yield Static(id="whose", markup=False)
                yield Static(id="leech", markup=False)
                yield TextArea(
                    id="attempt", placeholder=self.HINT, compact=True, highlight_cursor_line=False
                )
                yield Static(id="attempted")
                yield Points(id="points")
                yield Static(id="follow-up", markup=False)
            with Vertical(id="answer"):
                yield Static(id="hint", markup=False)
                yield Static(Content("Your note").stylize("bold"), id="answer-title")
                yield Markdown(id="note", open_links=False)
                yield Static(id="no-note", markup=False)

    @property
    def attempt(self) -> str:
        """What is typed, without empty lines around it."""
        return self.query_one("#attempt", TextArea).text.strip()

    @property
    def typing(self) -> bool:
        """Whether keys go into the attempt."""
        return self.query_one("#attempt", TextArea).has_focus

    def start_typing(self) -> None:
        """Put the cursor into the attempt, behind what is there."""
        field = self.query_one("#attempt", TextArea)
        self.screen.set_focus(field)
        field.move_cursor(field.document.end)

    def stop_typing(self) -> None:
        """Leave the attempt; keys scroll again."""
        self.screen.set_focus(self)

    def ask(self, question: Question, attempt: str, hint: str) -> None:
        """Show a question without its answer, but with a hint how to come to that."""
        self.remove_class(self.ANSWERED)
        self._say_question(question)
        self._text("#leech", _leech(question))
        self._text("#hint", hint)
        self._text("#attempted", "")
        self._text("#follow-up", "")
        self._text("#no-note", "")
        self.query_one(Points).show(())
        self.query_one("#attempt", TextArea).load_text(attempt)
        self.query_one("#note").display = self.query_one("#answer-title").display = False
        self.scroll_home(animate=False)
        self.stop_typing()

    def reword(self, question: Question, *, answered: bool) -> None:
        """Show the words of a question as they are now; what was typed or ticked on it stays."""
        self._say_question(question)
        points = self.query_one(Points)
        if answered and points.shown != question.points:
            points.show(question.points)

    def answer(self, question: Question, hint: str) -> None:
        """Show the answer too, and how to go about it."""
        if self.attempt:
            title = ("Your attempt\n", "bold")
            self._text("#attempted", Content.assemble(title, self.attempt))
        self._text("#hint", "")
        self.query_one(Points).show(question.points)
        self._text("#follow-up", Content(hint).stylize("dim") if hint else "")
        self.show_note(question)
        self.stop_typing()
        self.add_class(self.ANSWERED)

    def show_follow_up(self, question: Question) -> None:
        """Show what an interviewer would ask next."""
        self._text("#follow-up", f"They would ask next: {question.follow_up}")

    def show_note(self, question: Question) -> None:
        """Show the note as it is now, rendered; or how to come to one."""
        note = self.query_one("#note", Markdown)
        shown = words.excerpt(question.note)
        if note.source != shown:
            note.update(shown)
        note.display = bool(question.note.strip())
        self.query_one("#answer-title").display = note.display
        missing = "You wrote no note on this. n writes one"
        missing += "; o opens the source." if question.url else "."
        self._text("#no-note", "" if note.display else missing)

    def _say_question(self, question: Question) -> None:
        self._text("#question", question.question)
        self._text("#whose", whose(question))

    def _text(self, selector: str, text: str | Content) -> None:
        """Show a text, or hide its place where there is none."""
        place = self.query_one(selector, Static)
        place.update(text)
        place.display = bool(text)


def _leech(question: Question) -> str:
    if not question.leech:
        return ""
    times = words.count(question.card.lapses, "time")
    return f"leech: forgotten {times}; rewrite your note, or suspend it with !"
