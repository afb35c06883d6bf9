"""What the source never does: run what it reads, put values into SQL, reach for the network."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import studyplan

PACKAGE = Path(studyplan.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))

NEVER_IMPORTED = {
    *("pickle", "cPickle", "marshal", "shelve", "dill", "ctypes", "imp"),  # run what they read
    *("socket", "ssl", "http", "ftplib", "smtplib", "telnetlib", "urllib.request", "requests"),
    *("httpx", "httpcore", "aiohttp", "trafilatura.downloads", "xml", "zipfile", "tarfile"),
}
NEVER_CALLED = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.startfile"),
    *("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "tempfile.mktemp"),
    *("subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell"),
}
MAY_IMPORT = {("exchange/anki.py", "zipfile")}
"""Of those, by which file: a package for Anki is written, and none is read."""
PRINTING = {"cli/out.py", "tui/__init__.py"}
STATEMENT = re.compile(
    r"(.*\.)?(store|copy)\.(rows|row|value|run|run_many)|.*\.(execute|executemany|executescript)"
)
OURS = ("# noqa: S608 - ours", "# SQL of ours")
"""The marks of a statement whose parts are constants of the source, not values."""
OF_THE_NETWORK = {"socket", "ssl", "httpx", "httpcore"}
"""What the room of the network may import, and no other."""


def faults(source: str, file: str = "x.py") -> list[str]:
    """What a source does that it must not, as `line: what`."""
    tree, lines = ast.parse(source), source.splitlines()
    found = [
        (line, what)
        for line, what in _imports(tree)
        if _is_never_imported(what)
        and (file, what) not in MAY_IMPORT
        and not (file.startswith("web/") and what.partition(".")[0] in OF_THE_NETWORK)
    ]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name in NEVER_CALLED or (name == "print" and file not in PRINTING):
            found.append((node.lineno, name))
        if any(key.arg == "shell" for key in node.keywords):
            found.append((node.lineno, "shell"))
        if STATEMENT.fullmatch(name) and node.args:
            text = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            marked = any(mark in text for mark in OURS)
            if not _is_constant(node.args[0]) and not marked:
                found.append((node.lineno, "SQL"))
    return [f"{line}: {what}" for line, what in sorted(found)]


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _is_never_imported(name: str) -> bool:
    # Of XML, only the parser itself, whose one reader refuses what unfolds.
    if name == "xml.parsers.expat":
        return False
    return any(name == never or name.startswith(f"{never}.") for never in NEVER_IMPORTED)


def _is_constant(node: ast.expr) -> bool:
    """Whether a text is made of texts and names of constants alone."""
    match node:
        case ast.Constant() | ast.Name():  # a name is looked at where it gets its text
            return True
        case ast.BinOp(left, ast.Add(), right):
            return _is_constant(left) and _is_constant(right)
        case ast.JoinedStr(parts):
            return all(_is_constant(part) for part in parts)
        case ast.FormattedValue(ast.Name(id)):
            return id.isupper()
        case _:
            return False


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_source_runs_nothing_it_reads_and_asks_nobody(path: Path) -> None:
    file = path.relative_to(PACKAGE).as_posix()
    assert faults(path.read_text(encoding="utf-8"), file) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pickle", ["1: pickle"]),
        ("from urllib import request", ["1: urllib.request"]),
        ("from urllib.parse import quote", []),
        ("import http.client as web", ["1: http.client"]),
        ("eval('1')", ["1: eval"]),
        ("re.compile('x')", []),
        ("yaml.load(text)", ["1: yaml.load"]),
        ("subprocess.run(x, shell=True)", ["1: shell"]),
        ("print(title)", ["1: print"]),
        ("store.rows(f'SELECT {x}')", ["1: SQL"]),
        ("store.rows(f'SELECT {X}')", []),
        ("store.rows('SELECT ' + name())", ["1: SQL"]),
        ("store.rows('SELECT %s' % x)", ["1: SQL"]),
        ("store.rows('SELECT {}'.format(x))", ["1: SQL"]),
        ("store.rows(\n f'SELECT {x}'  # noqa: S608 - ours\n)", []),
    ],
)
def test_what_must_not_be_is_found(source: str, found: list[str]) -> None:
    assert faults(source) == found


def test_only_the_room_of_the_network_asks_it() -> None:
    assert faults("import httpx", "web/x.py") == []
    assert faults("import httpx", "study/x.py") == ["1: httpx"]
    assert faults("import requests", "web/x.py") == ["1: requests"]


def test_texts_of_statements_with_a_name_are_constants() -> None:
    """What is called `sql` or the like where it is run is a text of the source."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr):
                text = ast.unparse(node.value)
                if "SELECT" in text or "DELETE" in text or "UPDATE" in text:
                    assert _is_constant(node.value) or any(
                        mark in _line(path, node) for mark in OURS
                    ), path
    assert SOURCES


def _line(path: Path, node: ast.AST) -> str:
    assert isinstance(node, ast.stmt)
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])
