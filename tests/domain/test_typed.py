"""Values of other programs against the types that are declared for them."""

from hypothesis import given

from studyplan.domain.action import Action, Answered, Imported, Marked, Noted, Provided
from studyplan.domain.resource import Chapter, Kind, Resource, Series, Status
from studyplan.domain.typed import is_of
from tests.domain.test_action import SOME_GRADE, actions
from tests.small import WORKS, interview


@given(actions)
def test_every_action_of_ours_is_of_its_type(action: Action) -> None:
    assert is_of(action, type(action))


def test_what_ships_is_of_its_type() -> None:
    assert is_of(Imported("l", WORKS), Imported)
    assert is_of(Provided({"a": interview("a"), "b": None}), Provided)


def test_another_type_anywhere_inside_is_found() -> None:
    wrong: list[Action] = [
        Noted("a", 7),  # type: ignore[arg-type]
        Marked({"a": "read"}),  # type: ignore[dict-item]
        Marked({7: Status.READ}),  # type: ignore[dict-item]
        Answered("a", SOME_GRADE, seconds="12"),  # type: ignore[arg-type]
        Imported("l", (Resource("a", "A", Kind.BOOK, minutes=True),)),
        Imported("l", (Resource("a", "A", Kind.BOOK, topics=("x", None)),)),  # type: ignore[arg-type]
        Imported("l", (Resource("a", "A", Kind.BOOK, series=Series("s", "1")),)),  # type: ignore[arg-type]
        Imported("l", (Resource("a", "A", Kind.BOOK, chapters=(Chapter("c", 1, 2),)),)),  # type: ignore[arg-type]
    ]
    assert [action for action in wrong if is_of(action, type(action))] == []
