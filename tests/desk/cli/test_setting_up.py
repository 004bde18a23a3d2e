import stat
from pathlib import Path

from tests.desk.server.process import command

FIRST = ("init", "--vendor", "Nord Licht", "--prefix", "NL", "--mail", "help@nl.example", "--admin", "eva@nl.example")


def test_it_can_be_run_twice(tmp_path: Path) -> None:
    first = command(*FIRST, folder=tmp_path)
    key = (tmp_path / "secret-key").read_text(encoding="ascii")
    second = command(*FIRST, folder=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert (tmp_path / "secret-key").read_text(encoding="ascii") == key


def test_nobody_else_may_read_the_secret_key(tmp_path: Path) -> None:
    command("init", folder=tmp_path)

    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_the_first_admin_gets_a_link_to_sign_in(tmp_path: Path) -> None:
    made = command(*FIRST, folder=tmp_path)

    assert "Vendor Nord Licht is there." in made.stdout
    assert "Sign in once at http://127.0.0.1:8000/" in made.stdout


def test_a_vendor_without_an_address_is_refused_in_a_sentence(tmp_path: Path) -> None:
    refused = command("init", "--vendor", "Nord Licht", folder=tmp_path)

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
