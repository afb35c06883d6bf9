"""Bytes that are almost right: a seed, changed in a few places."""

import random
from collections.abc import Sequence

TOKENS = (
    *(b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b]0;x\x07", b"\r", b"\n", b"\t"),
    *(b"[", b"]", b"{", b"}", b"{{", b"[[[[[[[[[[", b"'", b'"', b"\\", b"%", b"&a", b"*a", b"!!x"),
    *(b": ", b"- ", b"-", b"#", b"|", b">", b"`", b"`_", b"__", b"..", b".. include:: /etc/passwd"),
    *(b".. csv-table::", b".. raw:: html", b"::", b"*", b"**", b"|x|", b"=====", b"1.", b"(a)"),
    *(b"null", b"true", b"NaN", b"Infinity", b"-1", b"0", b"1e999", b"9" * 30, b"9" * 19),
    *(b"2026-02-30", b"0001-01-01", b"9999-12-31", b"25:00", b'"\\ud800"', b'""', b"[]", b"{}"),
    *(b"--", b"--json", b"--force", b"--data-dir", b"%s", b"*", b"?", b"LIKE", b"' OR 1=1 --"),
)  # fmt: skip
"""What means something to a reader."""


def mutated(seeds: Sequence[bytes], chance: random.Random, most: int = 8) -> bytes:
    """One of the seeds with one to `most` changes."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 4, 16, 64)))
        match chance.randrange(8):
            case 0:
                data[at:end] = b""
            case 1 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                data[at:at] = chance.randbytes(chance.randint(1, 8))
            case 3 | 4:
                data[at : chance.choice((at, end))] = chance.choice(TOKENS)
            case 5:
                data[at:at] = data[at:end] * chance.choice((1, 2, 50))
            case 6:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                data[at:end] = other[start : start + chance.randint(0, 64)]
            case _:
                del data[end:]
    return bytes(data)
