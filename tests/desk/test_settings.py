"""The page of settings has every setting."""

import re
import subprocess
import sys
from pathlib import Path

from upheld_desk.settings import for_programs

ROOT = Path(__file__).parents[2]


def test_the_page_has_every_variable_and_no_other() -> None:
    read = set(
        re.findall(r'_\w+\("([A-Z][A-Z_]+)"', (ROOT / "src/upheld_desk/settings.py").read_text(encoding="utf-8"))
    )
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert described == read


def test_what_is_wrong_with_an_address_is_said_without_its_password() -> None:
    wrong = {"UPHELD_MAIL_OUT": "smpt://help:s3cret@mail.example"}
    done = subprocess.run(
        [sys.executable, "-c", "import upheld_desk.settings"],
        env=for_programs(**wrong),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("smpt://...@mail.example" in done.stderr, "s3cret" in done.stderr) == (True, False)


def test_an_address_with_a_stroke_at_its_end_is_the_same_address() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from upheld_desk import settings; print(settings.ADDRESS)"],
        env=for_programs(UPHELD_URL="https://desk.example/"),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "https://desk.example"
