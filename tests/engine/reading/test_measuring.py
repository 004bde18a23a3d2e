import pytest

from tests.engine.reading.worlds import DESK, HEAD, built, wrong

SUPPLIER = """\
third_parties:
  scanner:
    name: Scanner
    kind: hardware
    calendars: {their-hours: {week: {mon-fri: 08:00-16:00}}}
"""
UNEQUAL = DESK.replace("mon-fri: 08:00-17:00", "mon-thu: 08:00-17:00, fri: 08:00-15:00")


def promised(quantity: str) -> str:
    return f"plans: {{a: {{promises: {{any: {{respond: {quantity}}}}}}}}}\n"


@pytest.mark.parametrize(
    "quantity",
    ["within 2 working hours", "within 2 hours in always", "within 2 working days", "under 2 hours", "to be agreed"],
)
def test_a_quantity_runs_in_a_calendar_that_is_there(quantity: str) -> None:
    assert wrong(DESK, promised(quantity)) == []


def test_working_time_must_be_named() -> None:
    assert wrong(DESK.replace("working_time: desk\n", ""), promised("within 2 working hours")) == [
        (
            "FMT4 plans.a.promises.any.respond: 'within 2 working hours' counts working time, which is not defined; "
            "name a calendar as working_time"
        )
    ]


def test_a_calendar_must_be_defined() -> None:
    assert wrong(DESK, promised("within 2 hours in night")) == [
        "FMT4 plans.a.promises.any.respond: 'night' is not a calendar of this file; write one of: always, desk"
    ]
    assert wrong("clocks: {respond: {name: R, from: reported, to: closed}}\n", promised("within 2 hours in night")) == [
        "FMT4 plans.a.promises.any.respond: 'night' is not a calendar of this file; define it first"
    ]


def test_working_days_need_days_of_one_length() -> None:
    assert wrong(UNEQUAL, promised("within 2 working days")) == [
        (
            "FMT3 plans.a.promises.any.respond: 'within 2 working days' counts days, "
            "but the days of 'desk' are not equally long; write it in hours"
        )
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("closing: {needs: approval, silence: within 5 working days}", "closing.silence"),
        ("closing: {needs: approval, remind: within 5 working days}", "closing.remind"),
        ("steps: {one: {of: vendor, do: it, within: within 5 working days}}", "steps.one.within"),
        ("checkpoints: {one: {when: effort over 5 working days}}", "checkpoints.one.when"),
    ],
)
def test_every_quantity_is_measured_not_only_promises(text: str, path: str) -> None:
    [sentence] = wrong(UNEQUAL, text)

    assert sentence.startswith(f"FMT3 {path}: 'within 5 working days' counts days")


def test_what_plans_inherit_is_told_once() -> None:
    text = promised("within 2 hours in night") + "  b: {extends: a}\n"

    assert len(wrong(DESK, text.replace("plans: {a: ", "plans:\n  a: ").replace("}}}}\n", "}}}\n"))) == 1


def test_a_supplier_may_use_our_calendars_and_its_own() -> None:
    promises = "    promises: {any: {respond: within 2 hours in their-hours, restore: within 2 hours in desk}}\n"
    version, problems = built(HEAD + DESK + SUPPLIER + promises)

    assert problems == []
    assert version
    assert set(version.shared.third_parties[0].calendars) == {"desk", "always", "their-hours"}


def test_a_suppliers_working_time_is_its_own() -> None:
    promises = "    promises: {any: {respond: within 2 working hours}}\n"

    assert wrong(DESK, SUPPLIER, promises) == [
        (
            "FMT4 third_parties.scanner.promises.any.respond: 'within 2 working hours' counts working time, "
            "which is not defined; name a calendar as third_parties.scanner.working_time"
        )
    ]
    assert wrong(DESK, SUPPLIER, "    working_time: their-hours\n", promises) == []
    assert wrong(DESK, SUPPLIER, "    working_time: night\n", promises) == [
        (
            "FMT4 third_parties.scanner.working_time: 'night' is not a calendar of this file; "
            "define it in third_parties.scanner.calendars"
        )
    ]
