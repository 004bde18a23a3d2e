from pathlib import Path

import pytest

from upheld_desk import embedded
from upheld_desk.embedded.troubles import check_room, trouble
from upheld_desk.errors import Unstartable

FOLDER = Path("desk-data")


def test_the_files_of_an_older_version_are_refused_and_left_as_they_are(tmp_path: Path) -> None:
    cluster = tmp_path / "cluster"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("16\n", encoding="ascii")

    with pytest.raises(Unstartable, match=r"written by PostgreSQL 16, .* brings PostgreSQL 18: .* restore FILE"):
        embedded.start(tmp_path)
    assert [file.name for file in cluster.iterdir()] == ["PG_VERSION"]


def test_a_folder_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "letters.txt").touch()

    with pytest.raises(Unstartable, match="is there, but is not a database"):
        embedded.start(tmp_path)


def test_a_full_disk_is_told_before_the_start() -> None:
    with pytest.raises(Unstartable, match=r"the disk of desk-data is full: 3 MB are free .* nothing is lost"):
        check_room(FOLDER, 3 * 2**20)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            'FATAL:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
            "the disk of desk-data is full: make room and start again, nothing is lost",
        ),
        (
            'FATAL:  could not open file "global/pg_control": Permission denied',
            "the database may not write in desk-data: give the folder, with all that is in it, to one user",
        ),
        (
            "LOG:  starting\nFATAL:  pre-existing shared memory block (key 9, ID 4) is still in use",
            "another PostgreSQL still uses desk-data, but does not answer: stop it, then start again",
        ),
        (
            'LOG:  starting\nFATAL:  invalid value for parameter "work_mem": "lots"\nHINT:  Units are "B".',
            'PostgreSQL did not start in desk-data: invalid value for parameter "work_mem": "lots"',
        ),
    ],
)
def test_what_postgresql_says_becomes_one_sentence(said: str, sentence: str) -> None:
    assert trouble(FOLDER, said) == sentence


def test_a_setting_that_postgresql_does_not_take_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unstartable, match=r"PostgreSQL did not start in .*: .*work_mem"):
        embedded.start(tmp_path, settings={"work_mem": "lots"})
