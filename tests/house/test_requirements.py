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


def sides(row: list[str]) -> set[str]:
    """Return whose tests a row names: the engine's, the desk's."""
    return {"desk" if path.startswith("tests/desk/") else "engine" for path, _name in TEST.findall(row[3])}


def test_every_atom_has_one_row() -> None:
    assert [row[0] for row in ROWS] == ATOMS


def test_every_row_says_in_words_what_the_atom_asks_for_and_what_keeps_it() -> None:
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_row_has_one_of_four_states() -> None:
    assert {row[2] for row in ROWS} == {"engine", "desk", "later", "nothing to enforce"}


def test_the_numbers_at_the_head_are_those_of_the_rows() -> None:
    count = Counter(row[2] for row in ROWS)
    both = sum(row[2] == "engine" and len(sides(row)) == 2 for row in ROWS)
    kept = (
        f"{count['engine']} are decided by the engine, {both} of them enforced by the desk; "
        f"{count['desk']} are kept by the desk alone, {count['later']} wait for a room, "
        f"{count['nothing to enforce']} ask for nothing that could be kept."
    )

    assert kept in PAGE


def test_what_the_engine_decides_names_a_test_of_the_engine() -> None:
    assert [row[0] for row in ROWS if row[2] == "engine" and "engine" not in sides(row)] == []


def test_what_the_desk_keeps_alone_names_a_test_of_the_desk() -> None:
    assert [row[0] for row in ROWS if row[2] == "desk" and sides(row) != {"desk"}] == []


def test_what_comes_later_names_its_room_and_what_that_will_do() -> None:
    rooms = "billing|bookings|library|monitoring|releases|reviews|sales|staff"

    assert [row[0] for row in ROWS if row[2] == "later" and not re.match(rf"({rooms}): \w", row[3])] == []


def test_what_is_kept_by_nothing_names_no_test() -> None:
    assert [row[0] for row in ROWS if row[2] in ("later", "nothing to enforce") and sides(row)] == []


def test_every_test_that_is_named_exists() -> None:
    named = {(path, name) for row in ROWS for path, name in TEST.findall(row[3])}

    assert sorted(f"{path}::{name}" for path, name in named if name not in functions(path)) == []
