import pytest

from tests.engine.reading.worlds import DESK, offer, wrong
from upheld.agreements import ANY
from upheld.quantities import parse
from upheld.reading.forms import Calendar, Classification, Clock, Promise, Severity
from upheld.reading.forms.values import Context

EN = Context(languages=("en",))


def test_a_calendar_is_closed_on_the_days_that_it_does_not_name() -> None:
    calendar = Calendar.model_validate({"week": {"mon-tue": "08:00-12:00", "sat": "closed"}}, context=EN)

    assert calendar.week == {("mon", "tue"): (("08:00", "12:00"),), ("sat",): ()}


def test_a_severity_is_reached_by_one_row_or_by_several() -> None:
    one = Severity.model_validate({"name": "Stop", "when": {"usable": "no"}}, context=EN)
    two = Severity.model_validate({"name": "Stop", "when": [{"usable": "no"}, {"users": ["many", "all"]}]}, context=EN)

    assert one.when == ({"usable": ("no",)},)
    assert two.when == ({"usable": ("no",)}, {"users": ("many", "all")})


def test_clocks_pause_for_some_waits_or_never() -> None:
    said = {"name": "Time", "from": "reported", "to": "restored"}
    pausing = Clock.model_validate(said | {"pauses": ["waiting for customer"]}, context=EN)
    never = Clock.model_validate(said | {"pauses": "never"}, context=EN)

    assert (pausing.pauses, never.pauses, Clock.model_validate(said, context=EN).pauses) == (
        ("waiting for customer",),
        "never",
        "never",
    )


def test_a_row_of_promises_names_clocks_beside_its_condition() -> None:
    row = Promise.model_validate({"respond": "within 2 hours", "only": {"channel": "phone"}}, context=EN)

    assert row.clocks == {"respond": parse("within 2 hours")}
    assert row.only
    assert row.only.channel == ("phone",)


def test_raise_is_a_key_like_any_other() -> None:
    form = Classification.model_validate({"by": "customer", "raise": {"to": "p1"}}, context=EN)

    assert form.raising
    assert form.raising.to == ("p1",)


def test_a_promise_may_be_one_row_or_several() -> None:
    version = offer(DESK, "plans: {a: {promises: {any: [{respond: within 2 hours}, {restore: within 1 hour}]}}}")

    assert [(promise.severity, promise.clock) for promise in version.plans["a"].promises] == [
        (ANY, "respond"),
        (ANY, "restore"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "clocks: {c: {name: C, from: reportd, to: closed}}",
            (
                "FMT3 clocks.c.from: 'reportd' is not known here; write 'reported', 'handed over', "
                "'first human reply', 'each reply', 'work started', 'restored', 'solved', 'approved' or 'closed'"
            ),
        ),
        (
            "clocks: {c: {name: C, from: reported, to: closed, pauses: always}}",
            "FMT3 clocks.c.pauses: 'always' is not known here; write 'never', or the keys in full",
        ),
        (
            "calendars: {c: {week: {mon-fry: 08:00-17:00}}}",
            (
                "FMT3 calendars.c.week.mon-fry: 'mon-fry' is not a day or a range of days; "
                "write them like mon-fri, sat or mon, wed"
            ),
        ),
        (
            "calendars: {c: {week: {mon: closed}, also_open: {2026-02-30: 08:00-12:00}}}",
            (
                "FMT3 calendars.c.also_open.2026-02-30: '2026-02-30' is not a date; "
                "write year, month and day, like 2026-11-23"
            ),
        ),
        (
            "calendars: {c: 24/8}",
            "FMT3 calendars.c: '24/8' is not known here; write '24/7' or 'to be agreed', or the keys in full",
        ),
        ("facts: {f: {ask: What?, answers: []}}", "FMT3 facts.f.answers: nothing stands here; write at least one"),
        (
            "classification: {by: us}",
            "FMT3 classification.by: 'us' is not known here; write 'vendor', 'customer', 'criteria' or 'contract'",
        ),
        ("tiers: {one: {of: vendor}}", "FMT3 tiers.one: 'one' is not a whole number; write digits only, like 3"),
        (
            "frozen: {years: 2026-2027, holidays: {SE: {midsummer: Midsommar}}}",
            "FMT3 frozen.holidays.SE.midsummer: 'midsummer' is not a date; write year, month and day, like 2026-11-23",
        ),
    ],
)
def test_a_wrong_word_is_told_with_the_right_ones(text: str, sentence: str) -> None:
    assert wrong(text) == [sentence]
