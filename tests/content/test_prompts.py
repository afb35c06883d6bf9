"""The prompts that ship: bounds, wording, and no two that ask the same thing."""

from collections import Counter
from dataclasses import replace

import pytest

from studyplan.domain.prompt import Prompt, PromptType
from tests.content.likeness import near_duplicates
from tests.content.shipped import shipped
from tests.content.wording import attribution, is_yes_no

QUESTION = range(40, 241)
"""Lengths in characters, here and below: what can be read at a glance, and no keyword."""
POINT = range(20, 201)
FOLLOW_UP = range(30, 201)

PROMPTS = shipped().prompts


def test_lengths() -> None:
    out_of_bounds = [
        (prompt.id, len(text), text)
        for prompt in PROMPTS
        for text, bounds in (
            (prompt.question, QUESTION),
            *((point, POINT) for point in prompt.points),
            (prompt.follow_up, FOLLOW_UP),
        )
        if len(text) not in bounds
    ]
    assert out_of_bounds == []


def test_no_question_is_answered_by_yes_or_no() -> None:
    # A computation asked as "is it worth it?" is answered by its numbers.
    asked = [prompt for prompt in PROMPTS if prompt.type is not PromptType.COMPUTE]
    assert [prompt.id for prompt in asked if is_yes_no(prompt.question)] == []


def test_nothing_is_attributed_to_a_page() -> None:
    found = {
        prompt.id: words
        for prompt in PROMPTS
        for text in (prompt.question, *prompt.points, prompt.follow_up)
        if (words := attribution(text))
    }
    assert found == {}


def test_points_and_follow_ups_are_not_repeated() -> None:
    texts = Counter(
        text for prompt in PROMPTS for text in {*prompt.points, prompt.follow_up, prompt.question}
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_only_single_readings_have_prompts_of_their_own() -> None:
    readings = {work.id for work in shipped().single_readings}
    assert {prompt.resource for prompt in PROMPTS if prompt.resource} == readings


def test_no_two_ask_the_same_thing() -> None:
    assert near_duplicates(PROMPTS) == []


PARAPHRASES = {
    "K09:leave-last-out": (
        "You evaluate a next-item model on the last event of every user. The offline numbers are "
        "great and the live ones poor. What is the matter with this split?",
        (
            "The last events of users fall on different days, so the training set knows the "
            "future of other users.",
            "The model learns trends and items that did not yet exist at serving time.",
            "Use one date to split all users, with the delay of real training in between.",
            "Ranking among 100 sampled negatives is flattering; rank the whole catalogue.",
            "Set popularity of the last few days beside it as a baseline.",
        ),
    ),
    "snapchat-differential-privacy:guarantee": (
        "What does differential privacy with parameter epsilon guarantee to an individual, and "
        "which things does it leave unprotected?",
        (
            "The probability of any output changes at most by a factor exp(epsilon) when the "
            "person's data are left out.",
            "An observer cannot tell with confidence whether the individual took part.",
            "Facts about a population can still be inferred for the individual.",
            "It does not secure raw data, and protects only the unit it is stated for.",
        ),
    ),
    "K08:position-bias-remedies": (
        "Position bias can be handled by inverse propensity weighting, by feeding position to the "
        "model, or by random traffic. What does each gain and cost?",
        (
            "Inverse propensity weights are unbiased if the propensities are right, but their "
            "variance is high, so clip.",
            "Position as a feature is simple, yet it soaks up relevance since the old ranker "
            "correlated the two.",
            "Random traffic gives clean labels but hurts the experience, so there is little of it.",
            "In practice a little random traffic estimates the propensities, and weights do the "
            "rest.",
        ),
    ),
    "K15:several-teams-one-attention": (
        "The message whose team promises most is sent to the user. After a month every team "
        "promises more than before, and people are annoyed. Explain, and repair the auction.",
        (
            "The highest of several noisy predictions tends to be an overestimate.",
            "Overstating costs a team nothing and gets it sent, so bids inflate.",
            "Let one outside team predict for all in a single currency, from winners drawn at "
            "random.",
            "Make the winner pay the next best bid that it displaced, and discount promises not "
            "kept.",
            "Set a reserve price, as silence may beat every bid, given fatigue and opt-outs.",
        ),
    ),
    "K01:machines-for-ranking": (
        "At peak 30,000 requests arrive per second with 500 candidates each; one machine scores "
        "40,000 a second and is kept at half load. How many machines does ranking need?",
        (
            "Scores: 30,000 times 500 = 15 million per second.",
            "Usable: 40,000 times 0.5 = 20,000 per second per machine.",
            "Machines: 15 million / 20,000 = 750.",
            "To save: a light first pass, a cheaper model, caching, batching.",
        ),
    ),
}


@pytest.fixture(scope="module")
def paraphrased() -> list[tuple[str, str]]:
    """The pairs that are found once each of the paraphrases is added to what ships."""
    paraphrases = [
        replace(prompt, id=f"{prompt.id}-again", question=question, points=points)
        for prompt in PROMPTS
        if prompt.id in PARAPHRASES
        for question, points in [PARAPHRASES[prompt.id]]
    ]
    return [(earlier, later) for _, earlier, later in near_duplicates([*PROMPTS, *paraphrases])]


@pytest.mark.parametrize("original", PARAPHRASES)
def test_a_paraphrase_is_found(paraphrased: list[tuple[str, str]], original: str) -> None:
    assert (original, f"{original}-again") in paraphrased


def test_a_prompt_is_wholly_like_itself() -> None:
    prompt, other = PROMPTS[:2]
    pairs = near_duplicates([prompt, replace(prompt, id="again"), other], 0.99)
    assert [(round(like, 9), *ids) for like, *ids in pairs] == [(1, prompt.id, "again")]


def test_likeness_needs_words_of_meaning() -> None:
    def asked(id: str, question: str) -> Prompt:
        return Prompt(id, question, PromptType.RECALL, "K01")

    prompts = [
        asked("a", "Name what it is, and how and why."),
        asked("b", "Name what it does, and when and why."),
        asked("c", "Towers"),
        asked("d", "tower!"),
    ]
    assert [ids for _, *ids in near_duplicates(prompts, 0.5)] == [["c", "d"]]
