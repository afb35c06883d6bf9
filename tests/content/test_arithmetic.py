"""The evaluator that does the computations of the primers again."""

import pytest

from tests.content.arithmetic import claims, evaluate, fault


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4 / 10", 2),
        ("-2**2", -4),
        ("2**-1", 0.5),
        ("1_000 * 1e3", 1e6),
        ("sqrt(16) + exp(0)", 5),
        ("-ln(1) + log2(8) + log10(100)", 5),
    ],
)
def test_values(expression: str, value: float) -> None:
    assert evaluate(expression) == pytest.approx(value)


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os')",
        "().__class__",
        "open('x')",
        "sqrt(*[4])",
        "sqrt(4, x=1)",
        "'a' * 3",
        "[1]",
        "True + 1",
        "x",
        "1 if 1 else 2",
        "7 % 4",
        "1 +",
        "2; 3",
        "",
    ],
)
def test_only_arithmetic_is_evaluated(expression: str) -> None:
    with pytest.raises(ValueError, match="is no arithmetic"):
        evaluate(expression)


@pytest.mark.parametrize("expression", ["9**9**9**9", "1 / 0", "exp(1e6)"])
def test_what_has_no_value_says_so_at_once(expression: str) -> None:
    with pytest.raises(ArithmeticError):
        evaluate(expression)


@pytest.mark.parametrize(
    "claim",
    [
        "200e6 * 10 / 86400 = 23100 requests a second",
        "20 * 19 * 18 * 17 * 16 = 1,860,480 possible slates",
        "0.9 * 0.001 / 0.999 * (1 - 0.90) / 0.90 = 1.0e-4 false-positive rate",
        "0.40 * 100 = 40 % of engagement",
        "2 * 3 = 6",
    ],
)
def test_what_is_right_passes(claim: str) -> None:
    assert fault(claim) is None


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ("200e6 * 10 / 86400 = 23500 requests", "is 23148.1: "),
        ("2 - 3 = 1 too many", "is -1: "),
        ("1000 - 1000 = 1 left", "is 0: "),
        ("2 * three = 6", "'three' is no arithmetic: "),
        ("1 / 0 = 1", "float division by zero: "),
        ("ln(0) = 1", "math domain error: "),
        ("about six", "not of the form expression = value words: "),
        ("2 * 3 = six", "not of the form "),
        ("2 * 3 = 6TB", "not of the form "),
    ],
)
def test_what_is_wrong_is_found(claim: str, what: str) -> None:
    found = fault(claim)
    assert found is not None
    assert found.startswith(what)
    assert found.endswith(claim)


def test_claims_are_the_lines_of_calc_blocks() -> None:
    text = "1 = 2\n```calc\n# a sum\n1 + 1 = 2\n\n2 * 2 = 4 in all\n```\n```text\n3 = 4\n```\n"
    assert list(claims(text + "```calc\n5 = 5\n```\n")) == [
        "1 + 1 = 2",
        "2 * 2 = 4 in all",
        "5 = 5",
    ]
