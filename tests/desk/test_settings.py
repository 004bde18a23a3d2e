"""The page of settings has every setting."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_has_every_variable_and_no_other() -> None:
    read = set(
        re.findall(r'_\w+\("([A-Z][A-Z_]+)"', (ROOT / "src/upheld_desk/settings.py").read_text(encoding="utf-8"))
    )
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert described == read
