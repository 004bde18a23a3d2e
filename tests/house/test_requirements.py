"""Every atom of the five offers has its row in docs/requirements.md, and what the row names exists."""

import ast
import re
from collections import Counter

from tests.house.checkout import ROOT, tree

ATOMS = [f"S{page}-{n:02}" for page, count in enumerate([34, 70, 31, 27, 32]) for n in range(1, count + 1)]
PAGE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| S\d", line)
]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def functions(path: str) -> set[str]:
    """Return the names of the tests in a file, none if there is no such file."""
    file = ROOT / path
    return {node.name for node in tree(file).body if isinstance(node, ast.FunctionDef)} if file.is_file() else set()


def test_every_atom_has_one_row() -> None:
    assert [row[0] for row in ROWS] == ATOMS


def test_every_row_says_in_words_what_the_atom_asks_for_and_what_keeps_it() -> None:
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_row_has_one_of_three_states() -> None:
    assert {row[2] for row in ROWS} == {"engine", "desk", "nothing to enforce"}


def test_the_numbers_at_the_head_are_those_of_the_rows() -> None:
    count = Counter(row[2] for row in ROWS)
    kept = f"{count['engine']} are kept by the engine, {count['desk']} wait for the desk"

    assert f"{kept}, {count['nothing to enforce']} ask for nothing that could be kept." in PAGE


def test_what_the_engine_keeps_names_a_test() -> None:
    assert [row[0] for row in ROWS if row[2] == "engine" and not TEST.search(row[3])] == []


def test_what_is_left_to_the_desk_names_its_room() -> None:
    rooms = "people|intake|actions|timers|billing|reviews|releases|routines|suppliers|evidence|portal|public|staff"

    assert [row[0] for row in ROWS if row[2] == "desk" and not re.match(rf"({rooms}): \w", row[3])] == []


def test_every_test_that_is_named_exists() -> None:
    named = {(path, name) for row in ROWS for path, name in TEST.findall(row[3])}

    assert sorted(f"{path}::{name}" for path, name in named if name not in functions(path)) == []
