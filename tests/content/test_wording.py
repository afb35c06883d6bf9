"""The checks of wording find what they are for, and nothing else."""

import pytest

from tests.content.wording import attribution, is_yes_no


@pytest.mark.parametrize(
    "question",
    [
        "Is accuracy a good metric for fraud?",
        "Should you split by time?",
        "Doesn't a larger batch help?",
        "AUC rises and clicks fall. Can that be?",
        "Can AUC rise while clicks fall? Think of an example with two users?",
    ],
)
def test_yes_or_no(question: str) -> None:
    assert is_yes_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "Why is accuracy a poor metric for fraud?",
        "Is it safe to cache this score, and why?",
        "Have you enough data, or what else do you need?",
        "Do the sum for 4,000 items.",
        "Name four causes and how to tell them apart.",
        "Islands of users form in the graph. How do you notice?",
    ],
)
def test_open(question: str) -> None:
    assert not is_yes_no(question)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name the four stages according to Netflix.", "according to"),
        ("What problem does the article solve?", "the article"),
        ("What do the authors conclude?", "the authors"),
        ("Why does this paper mask negatives?", "this paper"),
        ("The post describes three towers.", "The post describes"),
    ],
)
def test_attribution(text: str, words: str) -> None:
    assert attribution(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The post is hidden after three reports.",
        "Smooth it towards the author's mean.",
        "Feedback to the author has a value of its own.",
        "Weight each row accordingly.",
        "The company pays for every check.",
    ],
)
def test_no_attribution(text: str) -> None:
    assert attribution(text) is None
