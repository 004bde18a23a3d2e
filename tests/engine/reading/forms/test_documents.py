import inspect

import pytest

from tests.engine.reading.worlds import HEAD, built, wrong
from upheld.reading import forms

ALL = [form for _, form in inspect.getmembers(forms, inspect.isclass) if issubclass(form, forms.Form)]


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_every_key_says_in_a_sentence_what_it_is_for(form: type[forms.Form]) -> None:
    said = [(info.alias or name, info.description or "") for name, info in form.model_fields.items()]

    assert [
        key for key, about in said if not about[:1].isupper() and about[:1] != "`" and not about[:1].isdigit()
    ] == []
    assert [key for key, about in said if not about.endswith(".")] == []


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.__name__)
def test_every_form_says_in_a_sentence_what_it_is(form: type[forms.Form]) -> None:
    assert (form.__doc__ or "").endswith(".")


def test_what_an_offer_must_say() -> None:
    _, problems = built("offer: shop-support\n")

    assert [problem.path for problem in problems] == [
        "format",
        "title",
        "vendor",
        "service",
        "languages",
        "time_zone",
        "currency",
    ]


def test_another_format_is_refused() -> None:
    assert [problem.sentence for problem in built(HEAD.replace("/1", "/2"))[1]] == [
        "format: 'support-agreement/2' is not known here; write 'support-agreement/1'"
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "plans: {a: {obligatory: always}}",
            "FMT1 plans.a.obligatory: 'obligatory' is not a key here; remove it, or see the format reference",
        ),
        (
            "modules: {a: {options: {b: {needs: [a]}}}}",
            "FMT1 modules.a.options.b.needs: 'needs' is not a key here; remove it, or see the format reference",
        ),
        ("source: {file: paper.pdf, line: 3}", "FMT1 source.line: 'line' is not a key here; did you mean 'lines'?"),
        ("signed: 2026-01-12", "FMT1 signed: 'signed' is not a key here; remove it, or see the format reference"),
        ("open_points: {one: {at: currency}}", "FMT0 open_points.one.default: 'default' is missing; add it"),
    ],
)
def test_what_is_wrong_with_a_document_is_told(text: str, sentence: str) -> None:
    assert wrong(text) == [sentence]
