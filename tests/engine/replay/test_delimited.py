import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.errors import BadLog
from upheld.replay import delimited
from upheld.replay.rows import ROW, Broken

LETTERS = st.text(st.sampled_from('ab,"\n é;'), max_size=5)


def read(path: Path, block: int = delimited.BLOCK) -> tuple[list[tuple[object, ...]], list[Broken]]:
    columns = delimited.header(path, ",")
    chunks = list(delimited.chunks(path, columns, ",", block))
    return [row for chunk in chunks for row in chunk.frame.rows()], [b for chunk in chunks for b in chunk.broken]


@st.composite
def files(draw: st.DrawFn) -> tuple[list[list[str]], bytes, int]:
    """Rows, the file that holds them, and how many bytes of it are read at once."""
    columns = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(LETTERS, min_size=columns, max_size=columns)))
    text = io.StringIO(newline="")
    quoting: Any = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(text, lineterminator=draw(st.sampled_from(["\n", "\r\n"])), quoting=quoting)
    writer.writerow([f"c{number}" for number in range(columns)])
    writer.writerows(rows)
    content = text.getvalue().encode()
    packed = gzip.compress(content) if draw(st.booleans()) else content
    return rows, packed, draw(st.sampled_from([16, 64, delimited.BLOCK]))


@given(files())
def test_what_was_written_is_read_again_however_the_file_is_cut(
    tmp_path_factory: pytest.TempPathFactory, file: tuple[list[list[str]], bytes, int]
) -> None:
    rows, content, block = file
    path = tmp_path_factory.mktemp("csv") / "log.csv"
    path.write_bytes(content)

    found, broken = read(path, block)

    assert ([[field or "" for field in row[1:]] for row in found], broken) == (rows, [])


def test_a_row_with_another_number_of_fields_is_left_out_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,at\na,1\nb\nc,3,4\nd,4\n")

    rows, broken = read(path)

    assert [row[0] for row in rows] == [2, 5]
    assert [str(found) for found in broken] == [
        "row 3: the row has 1 fields, and the first line names 2; mend its separators and quotes",
        "row 4: the row has 3 fields, and the first line names 2; mend its separators and quotes",
    ]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text('case,at\n"a,1\nb,2\nc,"3"\n')

    rows, broken = read(path)

    assert [row[0] for row in rows] == [3, 4]
    assert [found.row for found in broken] == [2]


def test_a_quote_inside_of_a_field_is_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text('case,what\na,the 5" disk\nb,x\n')

    assert read(path)[0] == [(2, "a", 'the 5" disk'), (3, "b", "x")]


def test_blank_lines_and_bytes_that_are_no_text_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"\xef\xbb\xbfcase,at\n\na,\xff\n\r\nb,2")

    assert read(path) == ([(3, "a", "\N{REPLACEMENT CHARACTER}"), (5, "b", "2")], [])


def test_a_packed_file_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    whole = gzip.compress("".join(f"{n},{n * 7919 % 1000}\n" for n in range(5000)).encode())
    path.write_bytes(gzip.compress(b"case,at\n") + whole[: len(whole) // 2])

    rows, broken = read(path, block=1000)

    assert len(rows) > 100
    assert [found.message for found in broken] == ["the packed file breaks off here or is damaged; pack it again"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n", "the first line is empty; it must name the columns"),
        (b"a,b,a\n", "the column 'a' stands twice in the first line; rename one of them"),
        ("case,at\n".encode("utf-16"), "this is not text in UTF-8; save it as UTF-8, or name a Parquet file"),
        (b"\0\1\2\n", "this is a binary file; name a log in Parquet, CSV, CSV.gz or XES"),
        (gzip.compress(b"case,at\n", mtime=0)[:14], "the file cannot be unpacked; pack it again, or name it unpacked"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)

    with pytest.raises(BadLog) as refused:
        delimited.header(path, ",")

    assert str(refused.value) == f"{path}: {said}"


def test_only_the_columns_that_are_asked_for_come(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case;at;by\na;1;me\n")

    assert [chunk.frame.columns for chunk in delimited.chunks(path, ["by"], ";")] == [[ROW, "by"]]
