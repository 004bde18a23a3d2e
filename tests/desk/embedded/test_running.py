import os
import signal
from pathlib import Path

import psycopg
import pytest

from upheld_desk import embedded
from upheld_desk.errors import Unstartable

FAST = {"fsync": "off"}


def _write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('Größe')")


def _read(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    assert row is not None
    return str(row[0])


def _number(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text(encoding="ascii").split()[0])


def _crash(running: embedded.Running) -> None:
    """Kill the server, and let go of it as a killed process would."""
    os.kill(_number(running.folder), signal.SIGKILL)
    running.stop()


def test_a_second_start_goes_on_with_the_data(tmp_path: Path) -> None:
    with embedded.start(tmp_path, settings=FAST) as running:
        _write(running.url)

    with embedded.start(tmp_path, settings=FAST) as again:
        assert _read(again.url) == "Größe"


def test_a_stopped_server_answers_no_more(tmp_path: Path) -> None:
    with embedded.start(tmp_path, settings=FAST) as running:
        pass

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(running.url)


def test_a_second_user_joins_and_the_last_one_out_stops_the_server(tmp_path: Path) -> None:
    first = embedded.start(tmp_path, settings=FAST)
    second = embedded.start(tmp_path)
    _write(first.url)

    first.stop()
    kept = _read(second.url)
    second.stop()

    assert (first.joined, second.joined, kept) == (False, True, "Größe")
    assert not (tmp_path / "cluster" / "postmaster.pid").exists()


def test_the_lock_of_a_crashed_server_does_not_keep_the_next_from_starting(tmp_path: Path) -> None:
    crashed = embedded.start(tmp_path, settings=FAST)
    _write(crashed.url)
    _crash(crashed)

    with embedded.start(tmp_path, settings=FAST) as again:
        assert (_read(again.url), again.joined) == ("Größe", False)


def test_a_stale_lock_whose_number_is_another_program_by_now_does_not_either(tmp_path: Path) -> None:
    crashed = embedded.start(tmp_path, settings=FAST)
    lock = tmp_path / "cluster" / "postmaster.pid"
    said = lock.read_text(encoding="ascii")
    crashed.stop()
    lock.write_text("\n".join([str(os.getpid()), *said.splitlines()[1:]]), encoding="ascii")

    with embedded.start(tmp_path, settings=FAST) as again:
        assert _number(tmp_path) != os.getpid()
    assert not again.joined


def test_a_long_path_is_no_hindrance(tmp_path: Path) -> None:
    long = tmp_path / ("a-folder-with-a-long-name-" * 5)

    with embedded.start(long, settings=FAST) as running:
        _write(running.url)
        assert _read(running.url) == "Größe"


def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="ascii")

    with pytest.raises(Unstartable, match=r"cannot be made \(Not a directory\): choose another as UPHELD_DATA"):
        embedded.start(tmp_path / "file" / "database")


def test_a_start_that_was_cut_short_leaves_nothing_half_made(tmp_path: Path) -> None:
    (tmp_path / "cluster.unfinished").mkdir()
    (tmp_path / "cluster.unfinished" / "half").touch()

    with embedded.start(tmp_path, settings=FAST) as running:
        _write(running.url)
    assert not (tmp_path / "cluster.unfinished").exists()
