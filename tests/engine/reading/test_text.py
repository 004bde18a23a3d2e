import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.problems import Problem
from upheld.reading.text import DEEPEST, MOST_BYTES, Node, Place, load, parse, shown


def root(text: str) -> Node:
    node, problems = parse(text.encode(), "firm.yaml")
    assert node is not None
    assert problems == ()
    return node


def said(raw: bytes | str) -> list[str]:
    _, problems = parse(raw.encode() if isinstance(raw, str) else raw, "firm.yaml")
    return [str(problem) for problem in problems]


def one(path: Path) -> Problem:
    node, problems = load(path)
    assert node is None
    [problem] = problems
    return problem


# What is read.


def test_a_scalar_stays_what_somebody_wrote() -> None:
    texts = root("a: 17:00\nb: no\nc: 1_5\nd: 0x10\ne: 2026-04-01\nf: null\n").data()

    assert texts == {"a": "17:00", "b": "no", "c": "1_5", "d": "0x10", "e": "2026-04-01", "f": "null"}


def test_every_piece_knows_its_place() -> None:
    node = root("plans:\n  basic: {price: [one, two]}\n")

    assert [(path, n.place.line, n.place.column) for path, n in node.walk()] == [
        ("", 1, 1),
        ("plans", 2, 3),
        ("plans.basic", 2, 10),
        ("plans.basic.price", 2, 18),
        ("plans.basic.price.0", 2, 19),
        ("plans.basic.price.1", 2, 24),
    ]


def test_a_key_knows_its_place() -> None:
    assert root("plans:\n  basic: {}\n").children["plans"].keys == {"basic": Place("firm.yaml", 2, 3)}


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbfa: b\r\nc: d\r\n", b"a: b\nc: d\n", b"a: b\rc: d\r"])
def test_a_byte_order_mark_and_the_kind_of_line_end_make_no_difference(raw: bytes) -> None:
    node, problems = parse(raw)

    assert (node and node.data(), problems) == ({"a": "b", "c": "d"}, ())


def test_only_a_plain_tilde_takes_something_away() -> None:
    node = root("a: ~\nb: '~'\nc: null\n")

    assert [child.is_removal for child in node.children.values()] == [True, False, False]


def test_a_list_is_asked_by_number_and_a_mapping_by_key() -> None:
    node = root("a: [x, y]\n")
    items = node.child("a")

    assert items is not None
    assert [items.child(1), items.child("1"), items.child(2), items.child("x")] == [items.items[1]] * 2 + [None] * 2


def test_a_very_long_line_is_read() -> None:
    text = "word " * 80_000

    assert root(f"a: {text}\n").children["a"].text == text.strip()


# What is cited.


def cites(text: str) -> dict[str, tuple[str, ...]]:
    return {path: node.cites for path, node in root(text).walk() if node.cites}


def test_a_comment_cites_for_the_value_on_its_line() -> None:
    assert cites("a: b   # § S4-24, S4-26: no lunch break\n") == {"a": ("S4-24", "S4-26")}


def test_a_line_of_its_own_cites_for_the_line_below() -> None:
    assert cites("# § 3.1\n# more about it\na: b\nc: d\n") == {"a": ("3.1",)}


def test_beside_a_key_it_cites_for_what_stands_below_the_key() -> None:
    assert cites("a:   # § 3.1\n  b: c   # § 3.2\n") == {"a": ("3.1",), "a.b": ("3.2",)}


def test_a_comment_without_the_sign_cites_nothing() -> None:
    assert cites("a: b   # 3.1\n") == {}


# What is refused.


def test_all_that_is_wrong_with_the_text_is_said_at_once() -> None:
    assert said("a: &x 1\nb: *x\nc: !!int 3\na: 2\n? [d]\n: e\n") == [
        "firm.yaml:1:4: FMT3 anchors and aliases are not used here; write 'extends', or repeat the value",
        "firm.yaml:2:4: FMT3 anchors and aliases are not used here; write 'extends', or repeat the value",
        "firm.yaml:3:4: FMT3 tags are not used here; write the plain value",
        "firm.yaml:4:1: FMT2 the key 'a' stands twice, first in line 1; keep one of them",
        "firm.yaml:5:3: FMT3 a key is a list or a mapping; write a plain word before the colon",
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("a: [b\n", "1: FMT3 'a: [b' is not YAML; close the bracket or quote that stands open above"),
        ("a: 'b\n", "1: FMT3 'a: 'b' is not YAML; close the bracket or quote that stands open above"),
        ("a:\n\tb: c\n", "2:1: FMT3 'b: c' is not YAML; indent with spaces: a tab is not allowed"),
        (
            "a: b: c\n",
            "1:5: FMT3 'a: b: c' is not YAML; put a text that holds ': ' between quotes, or check the indentation",
        ),
        (
            "a: b\n  c\n d: e\n",
            "3:3: FMT3 'd: e' is not YAML; put a text that holds ': ' between quotes, or check the indentation",
        ),
        (
            "a: b\n- c\n",
            "2:1: FMT3 '- c' is not YAML; check indentation, brackets and quotes here and on the line before",
        ),
        (
            "a: @b\n",
            "1:4: FMT3 'a: @b' is not YAML; check indentation, brackets and quotes here and on the line before",
        ),
        ("", "1: FMT3 the file is empty; begin it with 'format: support-agreement/1'"),
        ("# nothing\n", "1: FMT3 the file is empty; begin it with 'format: support-agreement/1'"),
        (
            "- a\n",
            "1:1: FMT3 the file is not a mapping of keys to values; begin it with 'format: support-agreement/1'",
        ),
        ("a: b\n---\nc: d\n", "2:1: FMT3 a second document begins; write one document a file"),
        (b"a: b\nc: \xff\n", "2: FMT3 this is not text in UTF-8; save the agreement as a UTF-8 text file"),
        ("a: b\n".encode("utf-16"), "1: FMT3 this is not text in UTF-8; save the agreement as a UTF-8 text file"),
        (
            b"a: b\nc: \0\n",
            "2: FMT3 the line holds a character that YAML does not allow; remove its control characters",
        ),
        ('a: b\nc: "\\0"\n', "2:4: FMT3 the text holds a character that cannot be printed; remove its escape"),
        ('a: "\\ud800"\n', "1:4: FMT3 the text holds a character that cannot be printed; remove its escape"),
        (
            'a: b\nc: "\\UFFFFFFFF"\n',
            "2: FMT3 a text in double quotes holds an escape that is no character; write the character",
        ),
        ("a: " + "[" * 40 + "]" * 40, f"1:33: FMT3 values are nested more than {DEEPEST} deep; check the brackets"),
    ],
)
def test_what_cannot_be_a_tree_is_told_in_one_sentence(raw: bytes | str, sentence: str) -> None:
    assert said(raw) == [f"firm.yaml:{sentence}"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert one(tmp_path / "none.yaml").sentence == "there is no such file; check the path"
    assert one(Path("a\0b")).sentence == "there is no such file; check the path"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert one(tmp_path).sentence == "this is a folder; name a file in it"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")

    assert one(tmp_path / "pipe.yaml").sentence == "this is a pipe or a device; name a file"


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")

    assert one(tmp_path / "loop.yaml").sentence == "the file cannot be opened; check its permissions"


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))

    assert one(path).message == "the file has 100,000,000 bytes, and an agreement has at most 500,000"


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "largest.yaml"
    path.write_bytes(b"a: b\n".ljust(MOST_BYTES, b"#"))

    assert load(path)[1] == ()


def test_a_message_shows_a_text_in_one_short_line() -> None:
    assert (shown("a\n  b"), len(shown("x" * 1000))) == ("a b", 60)


@given(
    raw=st.binary(max_size=200)
    | st.text(alphabet="ab:{}[],&*!|>'\"#- \n\t\\x~%@`?§é\x85\u2028", max_size=200).map(str.encode)
)
@settings(max_examples=400)
def test_any_bytes_give_a_tree_or_problems_with_their_lines(raw: bytes) -> None:
    node, problems = parse(raw, "firm.yaml")

    assert node is not None or problems
    assert all(problem.line and problem.advice and "\n" not in str(problem) for problem in problems)
