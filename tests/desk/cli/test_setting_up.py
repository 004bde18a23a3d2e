import stat
from pathlib import Path

import pytest

from tests.desk.server.process import command

FIRST = ("init", "--vendor", "Nord Licht", "--prefix", "NL", "--mail", "help@nl.example", "--admin", "eva@nl.example")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder that was not there before, and what was said when it was made."""
    folder = tmp_path_factory.mktemp("made") / "desk-data"
    done = command(*FIRST, folder=folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_it_can_be_run_again(made: tuple[Path, str]) -> None:
    folder, _ = made
    key = (folder / "secret-key").read_text(encoding="ascii")

    assert command(*FIRST, folder=folder).returncode == 0
    assert (folder / "secret-key").read_text(encoding="ascii") == key


def test_nobody_else_may_read_the_data_folder_and_the_secret_key(made: tuple[Path, str]) -> None:
    folder, _ = made

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_the_first_admin_gets_a_link_to_sign_in(made: tuple[Path, str]) -> None:
    _, said = made

    assert "Vendor Nord Licht is there." in said
    assert "Sign in once at http://127.0.0.1:8000/" in said


def test_a_vendor_without_an_address_is_refused_in_a_sentence(made: tuple[Path, str]) -> None:
    refused = command("init", "--vendor", "Süd Licht", folder=made[0])

    assert (refused.returncode, refused.stderr) == (2, "upheld: a new vendor needs --vendor, --prefix and --mail\n")


def test_a_wrong_setting_stops_it_in_a_sentence(tmp_path: Path) -> None:
    refused = command("init", folder=tmp_path, UPHELD_PORT="many")

    assert (refused.returncode, refused.stderr) == (
        2,
        "upheld: UPHELD_PORT: 'many' is not allowed; write a whole number from 1 to 65535\n",
    )


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    refused = command("doctor", folder=tmp_path, DATABASE_URL="postgresql://me:secret@127.0.0.1:9/desk")

    assert refused.returncode == 2
    assert refused.stderr.startswith("upheld: the database at 127.0.0.1/desk does not answer (")
    assert "secret" not in refused.stderr
