"""The plan to the date: days or months, what is cut and why, and what if things were others."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Static
from textual_enhanced.commands import Command

from studyplan import words
from studyplan.domain.plan import ItemKind
from studyplan.domain.settings import ARCHIVE, KEEP
from studyplan.study import agenda, reading_parts, settings
from studyplan.study.agenda import Agenda
from studyplan.study.reading import Listed
from studyplan.tui.commands import plan as commands
from studyplan.tui.commands.curriculum import Mark, Note, OpenLink, ReadPart
from studyplan.tui.commands.today import FirstQuestions
from studyplan.tui.host import host_of, key_of
from studyplan.tui.plans import Plans
from studyplan.tui.screens.base import StudyScreen
from studyplan.tui.widgets import day_rows
from studyplan.tui.widgets.about_reading import about
from studyplan.tui.widgets.cut_rows import cut_rows
from studyplan.tui.widgets.drawing import Drawing
from studyplan.tui.widgets.months import Months, months
from studyplan.tui.widgets.recall_bars import recall_bars, recall_numbers
from studyplan.tui.widgets.sliders import Keys, slider_rows
from studyplan.tui.widgets.spots import Spots

AGENDA, MONTHS, CUT = "agenda", "months", "cut"
_IN_FOOTER = (
    *(commands.OpenItem, Mark, commands.PinThisWeek, commands.ShowMonth, commands.ShowCut),
)
_ON_A_READING = ("pin_this_week", "mark", "read_part", "note", "open_link")
_AFTER = {"keep_reviewing": KEEP, "archive": ARCHIVE}


class PlanScreen(StudyScreen):
    """The plan, made beside the app so that no key waits for it."""

    FROM_LOG_ALONE = True
    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = f"#{AGENDA}"
    HELP = """
    ## Plan

    Every day to the interview as it is planned now: a day that is missed, a date that moves, a
    reading that is new change it at once. New cards are those of the day's readings. A bar is the
    minutes that there are: █ done, ▓ planned, · free.

    Retention is what FSRS aims at. Before the interview the plan asks what counts on the day, so
    another retention tells little until it is over.

    The sliders try another date, other minutes, another retention, and show what would come of it;
    days, months and cut list then show that plan. Nothing is kept until you keep it.

    *Recall* is what you are expected to know on the day, over all readings, those that you will
    not have read counting as nothing; the band is what a weaker and a stronger memory would give.
    """
    COMMAND_MESSAGES: ClassVar[tuple[type[Command], ...]] = (
        *(commands.OpenItem, commands.PinThisWeek, Mark, ReadPart, Note, OpenLink),
        *(commands.ShowMonth, commands.ShowCut, FirstQuestions),
        *(commands.DayLater, commands.DayEarlier, commands.WeekLater, commands.WeekEarlier),
        *(commands.MoreMinutes, commands.FewerMinutes),
        *(commands.HigherRetention, commands.LowerRetention),
        *(commands.KeepWhatIf, commands.DropWhatIf, commands.KeepReviewing, commands.Archive),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        # Help names the others; the footer has no room for all at 80 columns.
        replace(command.binding(), show=command in _IN_FOOTER)
        for command in COMMAND_MESSAGES
    ]

    def __init__(self) -> None:
        super().__init__()
        self._plans = Plans(self)
        self._pinned: tuple[str, str, Agenda | None] | None = None
        """What was said of a pin, its reading, and the plan before, until there is one with it."""

    def body(self) -> ComposeResult:
        """The days with the competencies beside them, and the sliders below."""
        yield Static(id="over", markup=False)
        with Horizontal(id="body"):
            with ContentSwitcher(id="views", initial=AGENDA):
                yield Spots(id=AGENDA)
                yield Months(id=MONTHS)
                yield Spots(id=CUT)
            with Vertical(id="beside"):
                yield Drawing(id="recall")
                yield Drawing(id="about")
        yield Drawing(id="numbers")
        yield Drawing(id="sliders")

    def show(self) -> None:
        """Plan anew; what is there stays until that is done."""
        self._draw_header()
        self._plans.read_anew()

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out for the new size."""
        super().on_resize(event)
        self.attempt(self._draw_header)
        self._arrange()

    # What is shown

    @property
    def _view(self) -> str:
        return self.query_one(ContentSwitcher).current or AGENDA

    @property
    def _spots(self) -> Spots:
        return self.query_one(f"#{self._view}", Spots)

    def _go_to_view(self, view: str) -> None:
        """Show another view, or from there the agenda again."""
        self.query_one(ContentSwitcher).current = AGENDA if self._view == view else view
        self._spots.focus()
        self._draw_header()
        self.refresh_bindings()

    @on(Plans.Failed)
    def _say(self, event: Plans.Failed) -> None:
        self.say_failed(event.why)
        self._draw()

    @on(Plans.Made)
    def _take(self) -> None:
        if (now := self._plans.now) is not None:
            self.stale_at = now.ends_at
            self._tell_the_price(now)
        self._draw()

    def _tell_the_price(self, now: Agenda) -> None:
        """Say what a pin that was put or taken away does to the prediction."""
        if self._pinned is None:
            return
        (said, id, before), self._pinned = self._pinned, None
        if before is not None:
            recall = f"Recall {before.plan.score * 100:.0f} → {now.plan.score * 100:.0f}."
            cut = (
                " It does not fit."
                if id in now.settings.pins and id in {one.id for one in now.plan.cut}
                else ""
            )
            self.notify(f"{said} {recall}{cut}", markup=False)

    def _draw(self) -> None:
        """Draw what is known by now."""
        self._draw_header()
        plans = self._plans
        now, shown, tried = plans.now, plans.shown, plans.tried
        if now is None or shown is None:
            return
        date_key = key_of(self, FirstQuestions)
        self.query_one(f"#{AGENDA}", Spots).show(partial(day_rows.day_rows, shown, date_key))
        self.query_one(f"#{MONTHS}", Spots).show(partial(months, shown))
        self.query_one(f"#{CUT}", Spots).show(partial(cut_rows, shown))
        self.query_one("#recall", Drawing).show(partial(recall_bars, now, tried))
        if tried is not None:
            self.query_one("#numbers", Drawing).show(partial(recall_numbers, now, tried))
        self.query_one("#sliders", Drawing).show(
            lambda width: slider_rows(now, plans.what, tried, self._keys, width, plans.pending)
        )
        self._draw_about()
        self._draw_over(now)
        self._arrange()
        self.refresh_bindings()

    def _arrange(self) -> None:
        """Mark the screen as one on which something is tried."""
        self.set_class(self._plans.tried is not None, "-what-if")
        self.set_class(self.size.height < 22, "-low")

    def _draw_header(self) -> None:
        today = self.study.today
        right = words.countdown(today, self.study.settings.nearest_interview(today))
        where = {AGENDA: "", MONTHS: "by month", CUT: "what is cut"}[self._view]
        if self._plans.now is None:
            where = self._plans.pending
        middle = f"   {where}" if where else ""
        tried = "   WHAT IF: not kept yet" if self._plans.what.is_any else ""
        gap = " " * max(2, self.size.width - 6 - len(middle) - len(tried) - len(right))
        header = Content.assemble(
            ("Plan", "bold $accent"), (middle, "dim"), (tried, "bold $accent"), gap, right
        )
        self.query_one("#header", Static).update(header)

    def _draw_over(self, now: Agenda) -> None:
        """After the last interview, say what can be done."""
        over = self.query_one("#over", Static)
        over.display = now.settings.is_over(now.today)
        held = now.settings.after_interview
        ways = [f"{key_of(self, FirstQuestions)} a new date"]
        if held != KEEP:
            ways.append(f"{key_of(self, commands.KeepReviewing)} go on without one")
        if held != ARCHIVE:
            ways.append(f"{key_of(self, commands.Archive)} archive it")
        over.update(f"{words.over(held)}\n{' · '.join(ways)}")

    def _draw_about(self) -> None:
        """Say beside the days what is known of the chosen reading."""
        shown, one = self._plans.shown, self._chosen
        rows = [] if shown is None or one is None else about(shown, one)
        self.query_one("#about", Drawing).show(lambda _: rows)

    @property
    def _keys(self) -> Keys:
        def both(less: type[Command], more: type[Command]) -> str:
            return f"{key_of(self, less)} {key_of(self, more)}"

        return Keys(
            day=both(commands.DayEarlier, commands.DayLater),
            week=both(commands.WeekEarlier, commands.WeekLater),
            minutes=both(commands.FewerMinutes, commands.MoreMinutes),
            retention=both(commands.LowerRetention, commands.HigherRetention),
            keep=key_of(self, commands.KeepWhatIf),
            drop=key_of(self, commands.DropWhatIf),
        )

    # What can be done

    @property
    def _chosen(self) -> Listed | None:
        """The reading that the cursor is on."""
        key = self._spots.key
        if key is None or self._plans.now is None or self._view == MONTHS:
            return None
        id = key if self._view == CUT else day_rows.parts_of(key)[2]
        return self._plans.now.state.works.get(id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done where the cursor is, and now."""
        del parameters
        action = action.removesuffix("_command")
        if action == "read_part":
            return self._chosen is not None and reading_parts.is_in_parts(self._chosen)
        if action in _ON_A_READING:
            return self._chosen is not None or action == "pin_this_week"  # which says why not
        if action in _AFTER:
            if (now := self._plans.now) is None or not now.settings.is_over(now.today):
                return False
            return now.settings.after_interview != _AFTER[action]
        if action == "keep_what_if":
            return self._plans.what.is_any
        if action == "drop_what_if":
            return self._plans.what.is_any or self._view != AGENDA
        return True

    @on(Spots.Chosen)
    def _offer(self) -> None:
        self._draw_about()
        self.refresh_bindings()

    @on(Spots.Opened)
    def action_open_item_command(self) -> None:
        """Do what the cursor is on; from a month, go to the day."""
        key = self._spots.key
        if key is None:
            return
        if self._view == MONTHS:
            self._go_to_view(MONTHS)
            agenda_of_days = self._spots
            agenda_of_days.go_to(key) or agenda_of_days.go_to(f"{day_rows.INTERVIEW}{key}")
            return
        if (one := self._chosen) is not None:
            host_of(self).go_to_work(one.id)
            return
        day, kind, id = day_rows.parts_of(key)
        if key.startswith(day_rows.INTERVIEW):
            self.action_first_questions_command()
        elif kind == ItemKind.INTERVIEW:
            host_of(self).go_to_interview(id)
        elif day == self.study.today.isoformat():
            host_of(self).action_review()
        else:
            when = words.short_day(date.fromisoformat(day))
            self.notify(f"These come on {when}; today's are in Review.", markup=False)

    def action_pin_this_week_command(self) -> None:
        """Pin the reading, or take its pin away."""
        if (one := self._chosen) is None or one.status.is_done:
            what = f"“{one.title}” is {one.status} already" if one else "This is no reading"
            self.notify(f"{what}: there is nothing to pin.", markup=False)
            return

        def act() -> str:
            until = agenda.pin_this_week(self.study, one.id)
            if until is None:
                return f"“{one.title}” is not pinned any more."
            return f"“{one.title}” comes first until {words.short_day(until)}."

        if (said := self.attempt(act)) is not None:
            self.notify(said, markup=False)
            self._pinned = (said, one.id, self._plans.now)
        self.refresh_view()

    def action_mark_command(self) -> None:
        """Ask for a status and give it to the reading."""
        if (one := self._chosen) is not None:
            self.mark_work(one)

    def action_read_part_command(self) -> None:
        """Record the slice of today; else ask how many minutes were read."""
        if (one := self._chosen) is not None:
            self.read_part(one, self._slice)

    @property
    def _slice(self) -> int | None:
        """Minutes of the part that the line of the cursor promises for today."""
        shown = self._plans.shown
        today = shown.plan.days[:1] if shown and self._view == AGENDA else ()
        items = (item for day in today for item in day.items if not item.whole)
        keys = {day_rows.key_of(self.study.today, item): item for item in items}
        item = keys.get(self._spots.key or "")
        return None if item is None else round(item.minutes)

    def action_note_command(self) -> None:
        """Edit the note of the reading."""
        if (one := self._chosen) is not None:
            self.edit_note(one.id)

    def action_open_link_command(self) -> None:
        """Open the link of the reading in the browser."""
        if (one := self._chosen) is not None:
            self.open_work(one.id)

    def action_show_month_command(self) -> None:
        """Show the months, or the agenda again."""
        chosen = self._spots.key or ""
        self._go_to_view(MONTHS)
        if self._view == MONTHS:
            self._spots.go_to(day_rows.parts_of(chosen.removeprefix(day_rows.INTERVIEW))[0])

    def action_show_cut_command(self) -> None:
        """Show the cut list, or the agenda again."""
        self._go_to_view(CUT)

    def action_first_questions_command(self) -> None:
        """Ask for the interview date and the minutes a day."""
        from studyplan.tui.screens.first_questions import FirstQuestionsScreen

        self.app.push_screen(FirstQuestionsScreen(), lambda _: self.refresh_view())

    def action_try_days(self, days: int) -> None:
        """Try a date so many days later."""
        self._try(days=days)

    def action_try_minutes(self, minutes: int) -> None:
        """Try so many minutes more a day."""
        self._try(minutes=minutes)

    def action_try_retention(self, hundredths: int) -> None:
        """Try a retention higher by so many hundredths."""
        self._try(retention=hundredths)

    def action_keep_what_if_command(self) -> None:
        """Keep what is tried: one action, all of it or nothing."""
        if not (texts := self._plans.texts()):
            return
        if self.attempt(lambda: settings.change(self.study, texts)) is not None:
            self._plans.drop()
            self.notify("Kept; undo takes it back.", markup=False)
        self.refresh_view()

    def action_drop_what_if_command(self) -> None:
        """Drop what is tried; where nothing is, go back to the agenda."""
        if self._plans.what.is_any:
            self._plans.drop()
            self._draw()
        elif self._view != AGENDA:
            self._go_to_view(self._view)

    def action_keep_reviewing_command(self) -> None:
        """Go on without a date."""
        self._after(KEEP)

    def action_archive_command(self) -> None:
        """Let everything rest."""
        self._after(ARCHIVE)

    def _after(self, what: str) -> None:
        self.attempt(lambda: settings.change(self.study, {"after_interview": what}))
        self.refresh_view()

    def _try(self, *, days: int = 0, minutes: int = 0, retention: int = 0) -> None:
        self._plans.move(days=days, minutes=minutes, retention=retention)
        self._draw()
