import inspect
import re
from pathlib import Path

import pytest

from upheld.reading import forms
from upheld.reading.reference import filled, keys_of, phrases

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "agreement-file.md"
FORMS = [
    name
    for name, form in inspect.getmembers(forms, inspect.isclass)
    if issubclass(form, forms.Form) and form is not forms.Form
]
WITHOUT_KEYS_OF_ITS_OWN = {"Option"}


def test_the_page_is_what_the_models_make_it() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert filled(page) == page, "write it again: make docs"


@pytest.mark.parametrize("name", sorted(set(FORMS) - WITHOUT_KEYS_OF_ITS_OWN))
def test_every_form_has_its_table_in_the_page(name: str) -> None:
    assert f"<!-- keys of {name} -->\n" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_a_table_links_to_the_headings_of_the_page(name: str) -> None:
    headings = re.findall(r"^#+ (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}

    assert set(re.findall(r"\(#([^)]+)\)", keys_of(name))) <= anchors


def test_what_stands_between_the_marks_is_made_anew() -> None:
    page = "before\n<!-- phrases -->\nold\n<!-- end -->\nafter\n"

    assert filled(page) == f"before\n<!-- phrases -->\n\n{phrases()}\n\n<!-- end -->\nafter\n"
    assert filled(filled(page)) == filled(page)


def test_a_key_that_must_be_there_is_bold() -> None:
    assert keys_of("Vendor").splitlines()[2] == "| **`name`** | word | The firm. |"


@pytest.mark.parametrize(
    ("form", "key", "value"),
    [
        ("Calendar", "closed", "list of [date](#phrases)"),
        ("Calendar", "also_open", "[date](#phrases): [opening hours](#opening-hours)"),
        ("Body", "calendars", "name: [calendar](#calendar) or `24/7` or `to be agreed`"),
        ("Part", "promises", "severity or `any`: [promise](#promise), or a list"),
        ("Part", "queue", "`first` or `before others`"),
        ("Severity", "when", "question: word, or a list; or a list of these"),
        ("Amendment", "changes", "name: anything"),
        ("Clock", "from", "[milestone](#clock)"),
        ("Agreement", "customer", "[customer](#customer)"),
    ],
)
def test_what_a_key_may_hold_is_said_in_a_few_words(form: str, key: str, value: str) -> None:
    rows = {row.split(" | ")[0].strip("|* `"): row.split(" | ")[1] for row in keys_of(form).splitlines()[2:]}

    assert rows[key] == value
