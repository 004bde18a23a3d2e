import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.desk.server.process import command
from upheld_desk import embedded


def _manifest(file: Path) -> dict[str, object]:
    with tarfile.open(file) as tar:
        said = tar.extractfile("manifest.json")
        assert said
        return dict(json.load(said))


@pytest.fixture(scope="module")
def back(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The data folder of a desk that was restored, and what was said then."""
    folder = tmp_path_factory.mktemp("back")
    done = command("restore", str(saved), folder=folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_a_desk_comes_back_with_the_same_heads(saved: Path, back: tuple[Path, str], tmp_path: Path) -> None:
    folder, said = back
    again = tmp_path / "again.tar"
    command("backup", str(again), folder=folder)

    assert said.startswith("Brought back 1 log with 2 facts and 1 attachment.")
    assert _manifest(again)["heads"] == _manifest(saved)["heads"]


def test_a_restored_desk_is_ready_to_serve(back: tuple[Path, str]) -> None:
    folder, _ = back

    assert "well  the styles and scripts: are collected" in command("doctor", folder=folder).stdout


def test_a_restored_desk_has_the_same_rows(back: tuple[Path, str]) -> None:
    folder, _ = back

    assert command("rebuild", folder=folder).stdout == "Made the rows of 1 log again.\nAll had been the same.\n"


def test_a_restored_desk_signs_with_the_same_key(filled: Path, back: tuple[Path, str]) -> None:
    folder, _ = back

    assert (folder / "secret-key").read_bytes() == (filled / "secret-key").read_bytes()


@pytest.fixture
def empty(server_url: str) -> Iterator[str]:
    """The address of an empty database on the server that the tests run on."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE moved TEMPLATE template0")
        yield urlsplit(server_url)._replace(path="/moved").geturl()
        connection.execute("DROP DATABASE moved WITH (FORCE)")


def test_a_desk_moves_to_another_server_and_back(saved: Path, empty: str, tmp_path: Path) -> None:
    there, back = tmp_path / "there.tar", tmp_path / "back.tar"
    commands = (
        (("restore", str(saved)), "moved", empty),
        (("backup", str(there)), "moved", empty),
        (("restore", str(there)), "home", ""),
        (("backup", str(back)), "home", ""),
    )
    codes = [command(*words, folder=tmp_path / name, DATABASE_URL=url).returncode for words, name, url in commands]

    assert codes == [0, 0, 0, 0]
    assert _manifest(there)["heads"] == _manifest(back)["heads"] == _manifest(saved)["heads"]


def test_a_desk_that_is_not_empty_is_not_overwritten(saved: Path, filled: Path) -> None:
    refused = command("restore", str(saved), folder=filled)

    assert refused.returncode == 2
    assert refused.stderr == (
        "upheld: the desk is not empty: restore into a new one, or add --replace to lose what is in it\n"
    )


def test_a_damaged_backup_touches_nothing(saved: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar"
    content = bytearray(saved.read_bytes())
    content[2000] ^= 1
    damaged.write_bytes(content)

    refused = command("restore", str(damaged), folder=tmp_path / "new")

    assert refused.returncode == 2
    assert "is damaged: 'database.dump' in it is not what was written" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all", encoding="ascii")

    refused = command("restore", str(letter), folder=tmp_path / "new")

    assert (refused.returncode, "is not a whole backup of a desk" in refused.stderr) == (2, True)


def test_a_backup_does_not_overwrite_a_file(saved: Path, filled: Path) -> None:
    refused = command("backup", str(saved), folder=filled)

    assert (refused.returncode, "is there already: choose another name" in refused.stderr) == (2, True)


def test_only_its_owner_may_read_a_backup(saved: Path) -> None:
    assert saved.stat().st_mode & 0o077 == 0


def test_altered_data_are_found_by_their_chain(saved: Path, tmp_path: Path) -> None:
    altered, file = tmp_path / "altered", tmp_path / "altered.tar"
    command("restore", str(saved), folder=altered)
    with embedded.start(altered / "database") as running, psycopg.connect(running.url) as connection:
        connection.execute("update store_entry set body = replace(body, 'No tickets', 'Nothing') where number = 1")
    command("backup", str(file), folder=altered)

    refused = command("restore", str(file), "--replace", folder=altered)  # over what is there, as that is wanted

    assert refused.returncode == 2
    assert "the chain of hashes is broken in SOS-1001" in refused.stderr
