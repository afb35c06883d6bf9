"""Every action survives the log: encoded, through JSON, decoded, it is the same."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.action import (
    KINDS,
    MOST_MINUTES,
    Action,
    Answered,
    Begun,
    Brought,
    Configured,
    Edited,
    Event,
    Finished,
    Imported,
    Judged,
    Marked,
    Noted,
    Opened,
    Provided,
    ReadFor,
    Redone,
    Repaired,
    Suspended,
    Undone,
    Worded,
    Written,
    subjects,
)
from studyplan.domain.interview import (
    Dimension,
    Fact,
    Interview,
    RubricLine,
    Stage,
    StageName,
)
from studyplan.domain.links import LinkState
from studyplan.domain.memory import Grade
from studyplan.domain.payload import PayloadError, decode, encode
from studyplan.domain.resource import (
    Chapter,
    Correction,
    Kind,
    Provenance,
    Resource,
    Series,
    Status,
)
from studyplan.domain.scheduling import Graded, Phase
from studyplan.domain.wording import Wording

AT = datetime(2026, 11, 24, 9, 0, 0, 123000, tzinfo=UTC)
SOME_GRADE = Graded(AT, Grade.GOOD, AT.date(), Phase.REVIEW, None, AT.date(), None)
ids = st.text(min_size=1, max_size=20)
instants = st.integers(0, 4 * 10**12).map(lambda ms: datetime.fromtimestamp(ms // 1000, UTC)
                                          + timedelta(milliseconds=ms % 1000))  # fmt: skip
uuids = st.uuids()


@st.composite
def graded(draw: st.DrawFn) -> Graded:
    phase = draw(st.sampled_from([Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING]))
    steps = phase is not Phase.REVIEW
    return Graded(
        at=AT,
        grade=draw(st.sampled_from(Grade)),
        day=draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        phase=phase,
        step=draw(st.integers(0, 9)) if steps else None,
        due_day=draw(st.dates(date(2000, 1, 1), date(2200, 1, 1))),
        due_at=draw(instants) if steps else None,
    )


kinds = st.sampled_from(Kind)
works = st.builds(
    Resource,
    id=ids.filter(lambda id: "/" not in id),
    title=st.text(),
    kind=kinds.filter(lambda kind: kind is not Kind.PRIMER),
    url=st.none() | st.text(),
    topics=st.lists(st.text(), max_size=2).map(tuple),
    year=st.none() | st.integers(1900, 2100),
    provenance=st.lists(
        st.builds(Provenance, st.integers(1, 9), st.integers(1, 9), st.text(), st.none()),
        max_size=2,
    ).map(tuple),
    corrections=st.lists(
        st.builds(Correction, st.text(), st.none() | st.text(), st.text(), st.text()), max_size=2
    ).map(tuple),
    remark=st.none() | st.text(),
)


@st.composite
def books(draw: st.DrawFn) -> Resource:
    work, minutes = draw(works), draw(st.lists(st.integers(0, 99), max_size=2))
    chapters = (Chapter(f"{work.id}/{n}", "One", spent) for n, spent in enumerate(minutes))
    return replace(work, chapters=tuple(chapters))


brought = st.builds(
    Brought, st.sampled_from([Status.READING, Status.READ, Status.SKIPPED]), st.none() | instants
) | st.builds(Brought, note=st.text(min_size=1))
lists = st.lists(books(), max_size=3, unique_by=lambda work: work.id).map(tuple)


@st.composite
def imports(draw: st.DrawFn) -> Imported:
    found = draw(lists)
    progress = {work.id: draw(brought) for work in found if draw(st.booleans())}
    return Imported(draw(st.text()), found, tuple(draw(st.lists(st.text()))), progress)


texts = st.lists(st.text(), max_size=3).map(tuple)
wordings = st.builds(Wording, st.text(), texts, st.text())
stages = st.sampled_from(StageName)
interviews = st.builds(
    Interview,
    id=ids,
    title=st.text(),
    question=st.text(),
    competencies=st.lists(st.text(), min_size=1, max_size=3).map(tuple),
    works=texts,
    difficulty=st.integers(1, 3),
    facts=st.lists(st.builds(Fact, st.text(), st.text()), max_size=2).map(tuple),
    stages=st.tuples(
        *(
            st.builds(Stage, st.just(one), st.integers(1, 45), texts, texts, texts)
            for one in StageName
        )
    ),
    outline=st.text(),
    rubric=st.tuples(
        *(st.builds(RubricLine, st.just(one), st.text(), st.text(), st.text()) for one in Dimension)
    ),
)
edits = st.fixed_dictionaries(
    {"title": st.text()},
    optional={
        "kind": st.sampled_from([str(kind) for kind in Kind if kind is not Kind.PRIMER]),
        "company": st.none() | st.text(),
        "year": st.none() | st.integers(0, 2100),
        "competency": st.none() | ids,
        "difficulty": st.integers(1, 3),
        "minutes": st.integers(0, 1_000),
        "minutes_source": st.text(),
    },
)
addresses = st.text("abc/.%", max_size=20).map("https://example.org/{}".format)
actions = st.one_of(
    st.builds(Marked, st.dictionaries(ids, st.sampled_from(Status), min_size=1)),
    st.builds(Noted, ids, st.text()),
    st.builds(Opened, ids),
    st.builds(ReadFor, ids, st.integers(1, MOST_MINUTES), st.none() | ids),
    st.builds(Answered, ids, graded(), st.none() | st.floats(0, 1e6), st.none() | st.text()),
    st.builds(Suspended, st.dictionaries(ids, st.booleans(), min_size=1)),
    st.builds(Configured, st.dictionaries(ids, st.none() | st.integers() | st.lists(st.text()))),
    imports(),
    st.builds(Edited, st.dictionaries(ids, edits, min_size=1)),
    st.builds(Worded, ids, st.none() | wordings),
    st.builds(
        lambda found, gone: Provided({**{one.id: one for one in found}, gone: None}),
        st.lists(interviews, max_size=2),
        ids,
    ),
    st.builds(Repaired, st.dictionaries(ids, st.none() | addresses, min_size=1)),
    st.builds(Judged, ids, st.none() | st.sampled_from(LinkState)),
    st.builds(
        Begun, ids, ids, st.fixed_dictionaries({one: st.integers(1, 3600) for one in StageName})
    ),
    st.builds(
        Written,
        ids,
        stages,
        st.dictionaries(stages, st.text()),
        st.dictionaries(stages, st.floats(0, 1e5)),
        st.lists(st.text(), max_size=3).map(tuple),
    ),
    st.builds(
        Finished,
        ids,
        ids,
        st.dictionaries(st.sampled_from(Dimension), st.integers(0, 4)),
        st.none() | graded(),
    ),
    st.builds(Undone, uuids),
    st.builds(Redone, uuids),
)


@given(actions)
def test_an_action_survives_the_log(action: Action) -> None:
    event = Event(UUID(int=7), "device", AT, action)
    payload = json.loads(json.dumps(encode(action)))
    assert decode(event.kind, AT, payload) == action


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("changes", "resource", "text", "card", "grade", "day", "phase", "due", "due_at", "values",
          "works", "event", "source", "cards", "seconds",
          "attempt", "interview", "plan", "stage", "notes", "revealed", "scores",
          "question", "points", "follow_up", "interviews", "minutes", "book",
          "addresses", "state", "known", "progress")  # fmt: skip


@given(
    st.sampled_from([*KINDS, "from-the-future"]),
    st.dictionaries(st.sampled_from(FIELDS) | st.text(), json_values),
)
def test_a_payload_from_anywhere_is_an_action_or_a_payload_error(
    kind: str, payload: dict[str, object]
) -> None:
    try:
        action = decode(kind, AT, payload)
    except PayloadError:
        return
    assert isinstance(action, KINDS[kind])


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Marked({"a": Status.READ, "b": Status.READING}), ("progress:a", "progress:b")),
        (Noted("a", "text"), ("progress:a",)),
        (ReadFor("a/1", 25, "a"), ("progress:a/1", "progress:a")),
        (Suspended({"a:recall": True}), ("card:a:recall",)),
        (Configured({"retention": 0.9}), ("setting:retention",)),
        (Worded("a:my.1", None), ("wording:a:my.1",)),
        (Provided({"my.one": None}), ("own_interview:my.one",)),
        (Repaired({"a": "https://a.org/", "b": None}), ("link:a", "link:b")),
        (Judged("a", LinkState.OK), ("link:a",)),
        (Begun("one.1", "one", {}), ("attempt:one.1",)),
        (Written("one.1", StageName.DATA, {}, {}, ()), ("attempt:one.1",)),
        (Finished("one.1", "one", {}), ("attempt:one.1",)),
        (
            Finished("one.1", "one", {}, SOME_GRADE),
            ("attempt:one.1", "card:interview:one"),
        ),
        (Undone(UUID(int=1)), ()),
    ],
)
def test_subjects_are_what_an_action_changes(action: Action, expected: tuple[str, ...]) -> None:
    assert subjects(action) == expected


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("grade", {"step": 10**9, "phase": "learning", "due_at": 0}),
        ("grade", {"step": "0", "phase": "learning", "due_at": 0}),
        ("grade", {"day": "0001-01-01"}),
        ("grade", {"due": "9999-12-31"}),
        ("grade", {"seconds": -1}),
        ("grade", {"seconds": 1e300}),
        ("grade", {"attempt": ["x"]}),
        ("mark", {"changes": {}}),
        ("read", {"minutes": 0}),
        ("read", {"minutes": -25}),
        ("read", {"minutes": MOST_MINUTES + 1}),
        ("read", {"minutes": 2.5}),
        ("read", {"minutes": True}),
        ("read", {"minutes": "25"}),
        ("read", {"minutes": 25, "book": 3}),
        ("repair", {"addresses": {}}),
        ("repair", {"addresses": {"a": "file:///etc/passwd"}}),
        ("repair", {"addresses": {"a": "javascript:alert(1)"}}),
        ("repair", {"addresses": {"a": "https://a.org/\x1b[2J"}}),
        ("repair", {"addresses": {"a": "https://a.org/" + "x" * 4000}}),
        ("repair", {"addresses": {"a": 3}}),
        ("judge", {"state": "fine"}),
        ("suspend", {"cards": {}}),
        ("set", {"values": {"retention": 7}}),
        ("set", {"values": {"day_start": "soon"}}),
        ("set", {"values": {"own": {"a": 1}}}),
        ("practise", {"plan": {"scope": 60}}),
        ("finish", {"scores": {"data": 5}}),
        ("import", {"works": [{"id": "my.x", "title": "X", "kind": "article", "minutes": "1"}]}),
        ("import", {"works": [{"id": "my.x", "title": "X", "kind": "article", "minutes": -1}]}),
        ("interview", {"interviews": {}}),
    ],
)
def test_what_no_person_can_have_done_is_unreadable(kind: str, payload: dict[str, object]) -> None:
    good: dict[str, dict[str, object]] = {
        "grade": {"card": "a:b", **_encode_grade()},
        "practise": {"attempt": "a.1", "interview": "a"},
        "finish": {"attempt": "a.1", "interview": "a"},
        "import": {"source": "x.rst"},
        "read": {"resource": "a"},
    }
    with pytest.raises(PayloadError):
        decode(kind, AT, {**good.get(kind, {}), **payload})


def _encode_grade() -> dict[str, object]:
    return encode(Answered("a:b", SOME_GRADE, 3.0, "x"))


OWN_WORK = Resource("my.a", "A", Kind.ARTICLE)


@pytest.mark.parametrize(
    "works",
    [
        (replace(OWN_WORK, needs=("my.a",)),),
        (replace(OWN_WORK, needs=("my.b",)), replace(OWN_WORK, id="my.b", needs=("my.a",))),
        (replace(OWN_WORK, series=Series("towers", 1)),),
        (replace(OWN_WORK, secondary=("K99",)),),
        (replace(OWN_WORK, kind=Kind.PRIMER),),
        (replace(OWN_WORK, id="designing-machine-learning-systems/1"),),
        (replace(OWN_WORK, id=""),),
        (replace(OWN_WORK, chapters=(Chapter("focal-loss", "One", 5),)),),
        (replace(OWN_WORK, chapters=(Chapter("my.a/1", "One", 5), Chapter("my.a/1", "Two", 5))),),
        (replace(OWN_WORK, chapters=(Chapter("my.a/1/1", "One", 5),)),),
        (OWN_WORK, OWN_WORK),
    ],
)
def test_works_that_no_list_can_have_held_are_refused(works: tuple[Resource, ...]) -> None:
    with pytest.raises(PayloadError):
        decode("import", AT, encode(Imported("mine.rst", works)))


@pytest.mark.parametrize(
    "works",
    [
        {},
        {"my.a": {}},
        {"my.a": {"id": "my.b"}},
        {"my.a": {"secondary": ["K01"]}},
        {"my.a": {"kind": "primer"}},
        {"my.a": {"kind": "poem"}},
        {"my.a": {"title": None}},
        {"my.a": {"title": 7}},
        {"my.a": {"year": "2021"}},
        {"my.a": {"minutes": -1}},
        {"my.a": {"minutes": True}},
        {"my.a": {"difficulty": 10**9}},
        {"my.a": {"competency": ["K01"]}},
        {"my.a": 5},
    ],
)
def test_corrections_that_nobody_can_have_made_are_refused(works: dict[str, object]) -> None:
    with pytest.raises(PayloadError):
        decode("edit", AT, {"works": works})
