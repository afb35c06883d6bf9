"""Where works are placed by their words."""

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.curriculum import Competency
from studyplan.domain.placing import MARGIN, Sample, Vocabulary, samples
from studyplan.domain.prompt import Primer, Prompt, PromptType
from studyplan.domain.query import terms
from studyplan.domain.resource import Kind, Resource

SAMPLES = (
    Sample("K07", "Retrieval of candidates by two towers and approximate nearest neighbours", 5),
    Sample("K07", "Negative sampling for embedding-based retrieval", 2),
    Sample("K08", "Ranking of candidates with many heads and value models", 5),
    Sample("K08", "A ranker of a feed and what it learns", 2),
    Sample("K14", "Experiments: A/B tests, power, significance and peeking", 5),
)
VOCABULARY = Vocabulary(SAMPLES, ("Acme Ranking",))

words = st.sampled_from(
    [*sorted({word for one in SAMPLES for word in terms(one.text)}), "Zebra", "the", "2021", "–"]
)
texts = st.lists(words, max_size=6).map(" ".join)
rows = st.tuples(texts, st.lists(texts, max_size=3), st.none() | texts)


@given(st.permutations(SAMPLES), rows)
def test_the_order_of_the_samples_does_not_matter(
    shuffled: list[Sample], row: tuple[str, list[str], str | None]
) -> None:
    assert Vocabulary(shuffled, ("Acme Ranking",)).place(*row) == VOCABULARY.place(*row)


@given(rows, st.randoms())
def test_the_order_of_topics_does_not_matter(
    row: tuple[str, list[str], str | None], chance: st.DataObject
) -> None:
    title, topics, section = row
    assert VOCABULARY.place(title, sorted(topics), section) == VOCABULARY.place(*row)


@given(rows)
def test_the_words_that_decided_stand_in_the_row(row: tuple[str, list[str], str | None]) -> None:
    title, topics, section = row
    said = [" ".join(terms(text)) for text in (title, *topics, section or "")]
    placement = VOCABULARY.place(*row)
    for word in placement.words:
        assert any(f" {word} " in f" {text} " for text in said)


@given(rows)
def test_what_is_placed_is_ahead_for_words_that_are_named(
    row: tuple[str, list[str], str | None],
) -> None:
    placement = VOCABULARY.place(*row)
    assert placement.margin >= 0
    assert placement.likeliest is None or placement.likeliest != placement.runner_up
    is_ahead = placement.margin >= MARGIN and bool(placement.words)
    assert placement.competency == (placement.likeliest if is_ahead else None)


@given(st.text())
def test_any_text_is_placed_or_not(text: str) -> None:
    assert VOCABULARY.place(text, [text], text) == VOCABULARY.place(text, [text], text)


@given(st.text(alphabet="qxz ", max_size=40))
def test_nonsense_is_unplaced(text: str) -> None:
    placement = VOCABULARY.place(text)
    assert (placement.competency, placement.likeliest, placement.words) == (None, None, ())


def test_words_of_one_family_meet() -> None:
    placement = VOCABULARY.place("Retrieving embeddings with a two-tower model")
    assert placement.competency == "K07"
    assert set(placement.words) == {"retrieving", "tower", "embeddings"}


def test_topics_and_sections_count_where_they_say_what_it_is_about() -> None:
    title = "Lessons of a year"
    assert VOCABULARY.place(title).competency is None
    assert VOCABULARY.place(title, ["A/B tests with power"]).competency == "K14"
    assert VOCABULARY.place(title, section="Experiments and significance").competency == "K14"
    generic = Vocabulary([*SAMPLES, Sample("K01", "case studies", 9)])
    assert generic.place(title, section="Case Studies").competency is None
    assert generic.place("Case studies").competency == "K01"


def test_names_of_companies_say_nothing() -> None:
    assert VOCABULARY.place("Acme").likeliest is None
    assert VOCABULARY.place("Ranking", section="Acme").likeliest is None  # a word of a name too
    assert VOCABULARY.place("A value model of Acme").competency == "K08"


def test_where_there_is_nothing_to_choose_from_nothing_is_placed() -> None:
    assert Vocabulary([]).place("Ranking").likeliest is None
    assert Vocabulary(SAMPLES[:1]).place("Retrieval").likeliest is None


def test_samples_are_all_that_is_known_of_competencies() -> None:
    found = samples(
        [Competency("K07", "Retrieval", "find candidates")],
        [
            Resource("a", "Towers", Kind.ARTICLE, topics=("ANN",), competency="K07"),
            Resource("b", "Nowhere", Kind.ARTICLE),
        ],
        [Primer("K07", "Retrieval", "# Retrieval\n\nThe funnel.")],
        [
            Prompt("a:x", "Why two?", PromptType.RECALL, "K07", ("For speed.",), resource="a"),
            Prompt("b:recall", "What of it?", PromptType.FREE_RECALL, None, resource="b"),
        ],
    )
    told = {one.text: one.weight for one in found if one.text}
    assert set(told) == {
        *("Retrieval", "find candidates", "# Retrieval", "The funnel."),
        *("Why two?", "For speed.", "Towers", "ANN"),
    }
    assert told["Retrieval"] > told["# Retrieval"] > told["The funnel."]
