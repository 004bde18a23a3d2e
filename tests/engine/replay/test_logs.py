import gzip
from pathlib import Path

import polars as pl
import pytest

from upheld.errors import BadLog
from upheld.replay import logs
from upheld.replay.rows import ROW


def test_the_content_says_what_a_file_is_and_not_its_name(tmp_path: Path) -> None:
    contents = {
        "csv": b"case,at\n",
        "gz": gzip.compress(b"case,at\n"),
        "xes": b"<log/>",
        "xes.gz": gzip.compress(b"<log/>"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    pl.DataFrame({"case": [1]}).write_parquet(tmp_path / "parquet")

    kinds = {path.name: logs.opened(path).kind for path in tmp_path.iterdir()}

    assert kinds == {"csv": "delimited", "gz": "delimited", "xes": "xes", "xes.gz": "xes", "parquet": "parquet"}


def test_rows_of_a_parquet_file_are_numbered_from_one(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    pl.DataFrame({"case": [7, 8], "by": ["x", "y"]}).write_parquet(path)

    rows = [row for chunk in logs.opened(path).chunks(["by"]) for row in chunk.frame.select(ROW, "by").rows()]

    assert rows == [(1, "x"), (2, "y")]


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,at,event\n")

    with pytest.raises(BadLog) as refused:
        logs.opened(path).chunks(["cases"])

    assert str(refused.value) == f"{path}: there is no column 'cases'; did you mean 'case'?"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty; name a log in Parquet, CSV, CSV.gz or XES"),
        (b"PAR1 and no more", "the Parquet file is damaged or incomplete; write it again"),
        (b"\x1f\x8b\x08\x00", "the file cannot be unpacked; pack it again, or name it unpacked"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)

    with pytest.raises(BadLog) as refused:
        logs.opened(path)

    assert str(refused.value) == f"{path}: {said}"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLog, match="there is no such file; check the path"):
        logs.opened(tmp_path / "none.csv")
    with pytest.raises(BadLog, match="this is a folder; name a file in it"):
        logs.opened(tmp_path)


def test_a_parquet_file_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    pl.DataFrame({"case": [str(n * 7919) for n in range(20000)]}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[100:20000] = bytes(19900)
    path.write_bytes(content)

    with pytest.raises(BadLog, match="damaged behind row 0; write it again"):
        list(logs.opened(path).chunks(["case"]))
