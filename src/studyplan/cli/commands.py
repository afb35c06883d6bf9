"""The commands: each gets what it shows from `study`, and prints it as JSON or as text."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from studyplan import words
from studyplan.cli import out, records, text
from studyplan.cli.parser import EDITED
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.wording import Wording, from_text, to_text
from studyplan.locations import Locations
from studyplan.study import (
    Refused,
    Study,
    agenda,
    asking,
    backing_up,
    editing,
    failures,
    fitting,
    foresight,
    history,
    noting,
    open_study,
    planning,
    practising,
    progress,
    reading,
    reading_parts,
    reviewing,
    settings,
    taking_back,
    transcript,
)
from studyplan.study import questions as own


def run(options: argparse.Namespace, places: Locations) -> int:
    """Carry out the command that was asked for; its exit status."""
    if options.command == "locate":
        found = {"data": places.data, "database": places.database, "config": places.config_file}
        _print(options, {name: str(path) for name, path in found.items()}, text.pairs)
        return 0
    if options.command == "sync":
        from studyplan.cli import sync

        return sync.run(options, places)
    if options.command in ("backup", "restore", "doctor"):
        from studyplan.cli import upkeep

        return upkeep.run(options, places)
    study = open_study(places)
    try:
        COMMANDS[options.command](study, options)
        _keep(study)
    finally:
        study.close()
    return 0


def _keep(study: Study) -> None:
    """Make a backup where one is due; that it cannot be made is no failure of the command."""
    try:
        backing_up.keep(study)
    except failures() as error:
        out.say(f"studyplan: no backup was made: {error}")


def _today(study: Study, options: argparse.Namespace) -> None:
    day = planning.today(study)
    _print(options, records.today(day), lambda _: text.today(day, study.clock.zone))


def _due(study: Study, options: argparse.Namespace) -> None:
    due = asking.due(study, ahead=options.ahead)
    _print(
        options,
        [records.due(one, study.today) for one in due.questions],
        lambda _: text.due(due, study.clock.zone),
    )


def _list(study: Study, options: argparse.Namespace) -> None:
    found = reading.works(study, " ".join(options.query), chapters=options.chapters)
    rows = [records.listed(one, with_parent=options.chapters) for one in found]
    _print(options, rows, lambda _: text.works(found))


def _show(study: Study, options: argparse.Namespace) -> None:
    if ":" in options.id:
        card = reviewing.question(study, options.id)
        grades = reviewing.history(study, options.id)
        _print(
            options,
            records.card(card, grades, study.today),
            lambda _: text.card(card, grades, study.clock.zone),
        )
        return
    whole = reading.detail(study, reading.find(study, options.id))
    cards = reviewing.of_resource(study, whole.listed.id)
    happened = history.of_resource(study, whole.listed.id)
    record = records.work(whole, cards, happened, study.today) | _of_the_network(study, whole)
    _print(options, record, lambda _: text.work(whole, cards, happened, study.clock.zone))


def _of_the_network(study: Study, whole: reading.Detail) -> dict[str, Any]:
    """What is known of a work's link, and of the copy of it that lies here."""
    from studyplan.cli import network
    from studyplan.study import fetching, links

    kept = fetching.kept(study).get(whole.listed.id)
    return {
        "link": network.record(links.of_work(study, whole.listed.id)),
        "article": None if kept is None else network.article(kept),
    }


def _stats(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import stats

    found = progress.progress(study)
    _print(options, stats.record(found), lambda _: stats.text(found))


def _plan(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import plan

    texts: dict[str, str] = {}
    if options.date is not None:
        texts |= settings.with_date(study.settings, options.date, study.today)
    if options.minutes is not None:
        texts |= settings.minutes_from_words(options.minutes)
    if options.retention is not None:
        texts["retention"] = options.retention
    found = agenda.agenda(study, texts)
    best = None if found.is_archived else foresight.next_best(found.state.situation)
    _print(options, plan.record(found, best), lambda _: plan.text(found, best))


def _export(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import exports

    exports.run(study, options)


def _competencies(study: Study, options: argparse.Namespace) -> None:
    found = reading.standings(study)
    _print(options, [records.standing(one) for one in found], lambda _: text.standings(found))


def _mark(study: Study, options: argparse.Namespace) -> None:
    resource = reading.find(study, options.id)
    changes = reading.mark(study, resource, Status(options.status))
    title = reading.detail(study, resource).listed.title
    made = {id: str(status) for id, status in changes.items()}
    verb = "is now" if changes else "was already"
    _done(options, {"id": resource, "changed": made}, f"“{title}” {verb} {options.status}.")


def _edit(study: Study, options: argparse.Namespace) -> None:
    from studyplan.study import correcting

    ids = [reading.find(study, id) for id in options.id]
    facts = {name: getattr(options, name) for name in EDITED}
    changed = correcting.correct(study, ids, correcting.Facts(**facts))
    said = "; ".join(text.edited(id, fields) for id, fields in changed.items())
    _done(options, {"changed": changed}, f"{said or 'Nothing changed'}.")


def _read(study: Study, options: argparse.Namespace) -> None:
    resource = reading.find(study, options.id)
    now = reading_parts.read_for(study, resource, reading_parts.minutes_from(options.minutes))
    one = reading.detail(study, resource).listed
    record = {
        "id": resource,
        "status": str(now.status),
        "minutes_read": now.minutes_read,
        "minutes": one.minutes,
    }
    _done(options, record, f"“{one.title}”: {words.part_read(now.minutes_read, one.minutes)}.")


def _note(study: Study, options: argparse.Namespace) -> None:
    resource = reading.find(study, options.id)
    whole = reading.detail(study, resource)
    if options.text is None and not options.edit:
        note = whole.progress.note
        _print(options, {"id": resource, "note": note}, lambda _: note)
        return
    new = options.text
    if options.edit:
        new = editing.edit(whole.progress.note, whole.listed.title, _editor(study))
    before = whole.progress.note
    after = noting.write_note(study, resource, new, base=before if options.edit else None)
    what = "Noted on" if after != before else "Nothing changed in the note on"
    _done(options, {"id": resource, "note": after}, f"{what} “{whole.listed.title}”.")


def _editor(study: Study) -> str:
    from studyplan.config import load_config

    return load_config(study.locations.config_file).editor


def _grade(study: Study, options: argparse.Namespace) -> None:
    reviewing.grade(study, options.card, Grade.parse(options.grade))
    card = reviewing.question(study, options.card)
    record = records.card(card, reviewing.history(study, options.card), study.today)
    _done(
        options, record, f"Graded {options.grade}; due {text.moment(card.due, study.clock.zone)}."
    )


def _suspend(study: Study, options: argparse.Namespace) -> None:
    reviewing.suspend(study, options.card)
    _done(options, {"card": options.card, "suspended": True}, "Suspended, until it is resumed.")


def _resume(study: Study, options: argparse.Namespace) -> None:
    resumed = reviewing.resume(study, options.id)
    _done(
        options, {"id": options.id, "resumed": resumed}, f"{words.count(resumed, 'card')} resumed."
    )


def _pin(study: Study, options: argparse.Namespace) -> None:
    if options.id is None:
        pins = planning.pinned(study)
        rows = [
            {"id": id, "title": title, "until": records.when(day)}
            for id, (title, day) in pins.items()
        ]
        _print(options, rows, lambda _: text.pins(pins))
        return
    work = reading.find(study, options.id)
    title = reading.detail(study, work).listed.title
    if options.off and work not in planning.pinned(study):
        raise Refused(f"“{title}” is not pinned.")
    until = None if options.off else planning.pin_until(study, options.until)
    planning.pin(study, work, until)
    said = f"“{title}” comes first until {until}." if until else f"“{title}” is no longer pinned."
    _done(options, {"id": work, "until": records.when(until)}, said)


def _undo(study: Study, options: argparse.Namespace) -> None:
    if options.id is None:
        what = history.undo(study)
        _done(options, {"undone": what}, f"Undone: {what}.")
        return
    action = taking_back.find(study, options.id)
    try:
        taken = taking_back.take_back(study, action, with_depending=options.with_later)
    except taking_back.Needed as error:
        raise Refused(f"{error} `--with-later` takes both back.") from error
    record = {"undone": taken[-1], "with": taken[:-1]}
    more = f", and {words.count(len(taken) - 1, 'later action')}" if len(taken) > 1 else ""
    _done(options, record, f"Undone: {taken[-1]}{more}.")


def _redo(study: Study, options: argparse.Namespace) -> None:
    what = history.redo(study)
    _done(options, {"redone": what}, f"Done again: {what}.")


def _history(study: Study, options: argparse.Namespace) -> None:
    done = taking_back.page(study, limit=options.limit)
    _print(
        options, [records.done(one) for one in done], lambda _: text.done(done, study.clock.zone)
    )


def _set(study: Study, options: argparse.Namespace) -> None:
    given = " ".join(options.value)
    if options.key == settings.MINUTES:
        new = settings.change(study, settings.minutes_from_words(given))
        _done(options, new, f"{options.key} is now {settings.minutes_in_words(study.settings)}.")
        return
    new = settings.change(study, {options.key: given})
    _done(options, new, f"{options.key} is now {text.value(new[options.key])}.")


def _settings(study: Study, options: argparse.Namespace) -> None:
    _print(options, settings.values(study), lambda values: text.settings(values))


def _fit(study: Study, options: argparse.Namespace) -> None:
    found = fitting.fit(study)
    _print(options, records.fit(found), lambda _: text.fit(found))
    taken = found.parameters is not None
    out.say("Taken; `studyplan undo` takes it back." if taken else "Nothing was changed.")


def _import(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import exports
    from studyplan.study import complete, importing

    if options.format is None and complete.is_export(Path(options.file)):
        exports.take_in(study, options)
        return
    act = importing.look_into if options.dry_run else importing.take_in
    report = act(
        study,
        Path(options.file),
        options.format,
        columns=dict(options.columns),
        source=options.source,
    ).as_dict()
    _print(options, report, lambda found: text.import_report(found, options.dry_run))


def _links(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import network

    network.links_of(study, options)


def _fetch(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import network

    network.fetch(study, options)


def _question(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import questions

    match options.act:
        case "list":
            found = own.worded(study, options.id)
            rows = [questions.record(one, study.today) for one in found]
            _print(options, rows, lambda _: questions.listing(found))
        case "add":
            source = reading.find(study, options.id)
            title = reading.detail(study, source).listed.title
            wording = questions.worded(options, Wording(""))
            if options.edit:
                wording = from_text(editing.edit(to_text(wording), title, _editor(study)))
            _say_question(study, options, own.add(study, source, wording), f"Asked on “{title}”")
        case "edit":
            before = reviewing.question(study, options.card)
            wording = questions.worded(options, before.wording)
            if options.edit:
                wording = from_text(editing.edit(to_text(wording), before.title, _editor(study)))
            said = "Reworded" if own.edit(study, options.card, wording) else "Nothing changed in"
            _say_question(study, options, options.card, said)
        case "restore":
            restored = own.restore(study, options.card)
            said = "The shipped text counts again in" if restored else "It was not edited:"
            _say_question(study, options, options.card, said)
        case _:
            own.remove(study, options.card)
            _done(
                options, {"card": options.card, "removed": True}, "Removed; `undo` brings it back."
            )


def _say_question(study: Study, options: argparse.Namespace, card: str, said: str) -> None:
    from studyplan.cli import questions

    record = questions.record(reviewing.question(study, card), study.today)
    _done(options, record, f"{said}: {card}.")


def _interview(study: Study, options: argparse.Namespace) -> None:
    from studyplan.cli import interviews
    from studyplan.study import providing

    match options.act:
        case "list":
            listed = practising.interviews_of(study)
            _print(options, interviews.list_records(listed), lambda _: interviews.listing(listed))
        case "show":
            one = practising.find(study, options.id)
            _print(options, interviews.show_record(one), lambda _: interviews.show(one))
        case "history":
            made = practising.history(study, options.id)
            zone = study.clock.zone
            rows = [interviews.attempt_record(attempt) for attempt in made]
            _print(options, rows, lambda _: interviews.history(made, zone))
        case "add":
            added = providing.add(study, Path(options.file))
            said = f"Added {', '.join(added)}." if added else "Nothing in it is new."
            _done(options, {"added": list(added)}, said)
        case "remove":
            title = providing.remove(study, options.id)
            _done(options, {"removed": title}, f"Removed “{title}”; its attempts are kept.")
        case _:
            path = transcript.export(
                study, options.attempt, Path(options.path), force=options.force
            )
            _done(options, {"path": str(path)}, f"Written to {path}.")


COMMANDS: Mapping[str, Callable[[Study, argparse.Namespace], None]] = {
    "today": _today,
    "due": _due,
    "list": _list,
    "show": _show,
    "competencies": _competencies,
    "stats": _stats,
    "plan": _plan,
    "mark": _mark,
    "edit": _edit,
    "read": _read,
    "note": _note,
    "grade": _grade,
    "suspend": _suspend,
    "resume": _resume,
    "pin": _pin,
    "undo": _undo,
    "redo": _redo,
    "history": _history,
    "set": _set,
    "settings": _settings,
    "fit": _fit,
    "import": _import,
    "links": _links,
    "fetch": _fetch,
    "question": _question,
    "export": _export,
    "interview": _interview,
}


def _print(options: argparse.Namespace, data: Any, as_text: Callable[[Any], str]) -> None:
    """Data, to stdout."""
    if options.json:
        out.record(data)
    elif shown := as_text(data):
        out.data(shown)


def _done(options: argparse.Namespace, data: Any, sentence: str) -> None:
    """What an action did: a sentence to stderr, and with `--json` the data to stdout."""
    if options.json:
        out.record(data)
    out.say(sentence)
