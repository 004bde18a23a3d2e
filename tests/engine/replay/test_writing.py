from pathlib import Path

import polars as pl
import pytest

from upheld.replay.writing import ParquetFile

SCHEMA: dict[str, pl.DataType] = {"n": pl.Int64()}


def test_batches_become_one_file(tmp_path: Path) -> None:
    with ParquetFile(tmp_path / "out.parquet", SCHEMA) as file:
        for start in range(0, 100, 10):
            file.add(pl.DataFrame({"n": range(start, start + 10)}))

    assert pl.read_parquet(tmp_path / "out.parquet")["n"].to_list() == list(range(100))
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_no_batches_become_an_empty_file(tmp_path: Path) -> None:
    with ParquetFile(tmp_path / "out.parquet", SCHEMA):
        pass

    assert pl.read_parquet(tmp_path / "out.parquet").schema == SCHEMA


def test_work_that_fails_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), ParquetFile(tmp_path / "out.parquet", SCHEMA) as file:
        file.add(pl.DataFrame({"n": [1 // 0]}))

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_does_not_exist_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), ParquetFile(tmp_path / "none" / "out.parquet", SCHEMA):
        pytest.fail("the work must not begin")


def test_a_batch_that_cannot_be_written_is_an_error_and_nobody_waits(tmp_path: Path) -> None:
    def write() -> None:
        with ParquetFile(tmp_path / "out.parquet", SCHEMA) as file:
            for _ in range(20):
                file.add(pl.DataFrame({"other": ["x"]}))

    with pytest.raises(OSError, match="cannot be written to its end"):
        write()

    assert list(tmp_path.iterdir()) == []
