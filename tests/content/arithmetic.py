"""The computations of the primers, done again.

A block fenced as `calc` has lines of the form `expression = value words`, comments that begin
with #, and empty lines. Expressions know + - * / **, brackets and the functions below.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator

TOLERANCE = 0.01
"""By how much, relative to it, a stated value may differ: it is rounded for reading."""

_BLOCK = re.compile(r"^```calc\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CLAIM = re.compile(r"(?P<expression>.+?) = (?P<value>\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)(?: \S.*)?")

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "ceil": math.ceil,
}


def evaluate(expression: str) -> float:
    """Return the value of an arithmetic expression.

    Raises:
        ValueError: it holds anything but numbers, the operators and the functions above.
        ArithmeticError: it has no value, or one too large.
    """
    try:
        return _value(ast.parse(expression, mode="eval").body)
    except SyntaxError:
        raise ValueError(f"{expression!r} is no arithmetic") from None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument))
        case _:
            raise ValueError(f"{ast.unparse(node)!r} is no arithmetic")


def claims(text: str) -> Iterator[str]:
    """Yield the computations of all `calc` blocks of a Markdown text, a line each."""
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if line.strip() and not line.startswith("#"):
                yield line


def fault(claim: str) -> str | None:
    """Return what is wrong with a line of a `calc` block; None when it is right."""
    match = _CLAIM.fullmatch(claim)
    if match is None:
        return f"not of the form expression = value words: {claim}"
    stated = float(match["value"].replace(",", ""))
    try:
        value = evaluate(match["expression"])
    except (ValueError, ArithmeticError) as error:
        return f"{error}: {claim}"
    if not math.isclose(value, stated, rel_tol=TOLERANCE):
        return f"is {value:.6g}: {claim}"
    return None
