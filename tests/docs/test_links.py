"""A link in a page leads somewhere: to a file of the checkout, and to a heading that the page there has."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import BLOCK, pages
from tests.house.checkout import ROOT

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")


def anchors(page: Path) -> set[str]:
    """Return what a link may name after `#`: the headings as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", page.read_text(encoding="utf-8")), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """Return the links of a page that lead nowhere."""
    broken = []
    for match in LINK.finditer(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        target = page.parent / match[1] if match[1] else page
        if not target.exists() or (match[2] and match[2] not in anchors(target)):
            broken.append(match[0])
    return broken


@pytest.mark.parametrize(
    "page", [*pages(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=lambda page: str(page.relative_to(ROOT))
)
def test_a_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `code` here\n\n[a](#one-code-here) [b](#two) [c](missing.md) [d](page.md) [e](https://example.org)\n"
    )

    assert broken_links(page) == ["](#two)", "](missing.md)"]
