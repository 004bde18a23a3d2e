"""The page of the linter: one heading a code, and samples that are the very files that the rules are tested with."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import blocks
from tests.house.checkout import ROOT
from upheld.lint import READ, RULES
from upheld.reading import check

PAGE = (ROOT / "docs" / "reference" / "lint.md").read_text(encoding="utf-8")
SAMPLES = ROOT / "tests" / "lint"
LEVELS = {"E": "error", "S": "to solve before signing", "W": "warning"}
TITLES = {rule.code: f"**{rule.title}** ({LEVELS[rule.level]})." for rule in RULES} | {
    code: f"**{title}** ({LEVELS['E']})." for code, title in READ.items()
}


def section(code: str) -> str:
    """Return what stands below the heading of a code."""
    return re.split(r"^##+ ", PAGE.partition(f"\n### {code}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def shown(code: str, number: int) -> str:
    return list(blocks(section(code)))[number].text


def is_of(excerpt: str, files: list[Path]) -> bool:
    """Say whether each part of an excerpt, up to an empty line, stands in one of the files."""
    texts = [file.read_text(encoding="utf-8") for file in files]
    return all(any(f"{part.strip(chr(10))}\n" in text for text in texts) for part in excerpt.split("\n\n"))


def test_the_page_has_a_heading_for_each_code_and_no_other() -> None:
    assert sorted(re.findall(r"^### (.+)$", PAGE, flags=re.MULTILINE)) == sorted(TITLES)


@pytest.mark.parametrize("code", TITLES)
def test_a_section_begins_with_the_title_and_the_level(code: str) -> None:
    assert section(code).lstrip().startswith(TITLES[code])


@pytest.mark.parametrize("code", TITLES)
def test_the_samples_are_the_files_that_are_tested(code: str) -> None:
    files = sorted((SAMPLES / code).glob("*.yaml"))

    assert is_of(shown(code, 0), [file for file in files if file.name != "good.yaml"])
    assert is_of(shown(code, 2), [file for file in files if file.name != "bad.yaml"])


@pytest.mark.parametrize("code", TITLES)
def test_the_page_shows_what_is_said_about_the_bad_sample(code: str) -> None:
    said = [f"{problem.code} {problem.sentence}" for problem in check([SAMPLES / code / "bad.yaml"])]

    assert shown(code, 1).split() == " ".join(said).split()
