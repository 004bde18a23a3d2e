from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.casework import WORKDAYS, clock, desk, promise
from upheld.agreements import Only, Promise, Terms
from upheld.calendars import Calendar
from upheld.differences.difference import Difference
from upheld.differences.times import definitions, times
from upheld.reasons import Field
from upheld.timing import Period

YEAR = Period(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def changes(before: Terms, after: Terms) -> list[Difference]:
    return list(times(before, after, YEAR))


def between(old: str, new: str) -> tuple[str, str, dict[str, Field]]:
    """The verdict, the code and the fields of the one difference between two quantities."""
    (found,) = changes(desk(promise("p1", "reply", old)), desk(promise("p1", "reply", new)))
    return found.verdict, found.reason.code, dict(found.reason.fields)


WEEKEND = timedelta(days=2, hours=18)  # from Friday 17:00 to Monday 10:00, when the clocks go back


def test_less_time_is_better() -> None:
    verdict, code, fields = between("within 4 working hours", "within 3 working hours")

    assert (verdict, code, fields["sooner"]) == ("better", "due sooner", WEEKEND)


def test_more_time_is_worse_and_says_when() -> None:
    verdict, code, fields = between("within 3 working hours", "within 4 working hours")

    assert (verdict, code, fields["later"]) == ("worse", "due later", WEEKEND)
    assert isinstance(fields["at"], datetime)


def test_faster_by_night_and_slower_by_day_is_both() -> None:
    verdict, code, fields = between("within 4 working hours", "within 6 hours")

    assert (verdict, code) == ("mixed", "due sooner and later")
    assert fields["later"] == timedelta(hours=2)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("within 4 hours", "under 4 hours", "better"),
        ("under 4 hours", "within 4 hours", "worse"),
        ("as soon as possible", "within 4 hours", "better"),
        ("within 4 hours", "as soon as possible", "worse"),
        ("to be agreed", "within 4 hours", "better"),
        ("within 4 hours", "to be agreed", "worse"),
        ("every 60 minutes", "within 1 hour", "other"),
    ],
)
def test_how_it_is_promised_counts_too(old: str, new: str, verdict: str) -> None:
    assert between(old, new)[:2] == (verdict, "promised otherwise")


def test_a_new_promise_is_better() -> None:
    (found,) = changes(
        desk(promise("p1", "reply", "within 1 hour")),
        desk(promise("p1", "reply", "within 1 hour"), promise("p2", "reply", "within 2 hours")),
    )

    assert (found.verdict, found.subject, found.reason.fields["after"]) == ("better", ("reply", "p2"), "within 2 hours")


def test_the_same_words_in_other_hours_are_a_difference() -> None:
    agreed = desk(promise("p1", "reply", "within 4 working hours"))
    shorter = Calendar("Europe/Berlin", {day: [("09:00", "16:00")] for day in WORKDAYS})
    after = replace(agreed, shared=replace(agreed.shared, calendars={"desk": shorter}))

    (found,) = changes(agreed, after)

    assert (found.verdict, found.reason.fields["same"]) == ("worse", True)


def test_nothing_changed_is_no_difference() -> None:
    agreed = desk(promise("p1", "reply", "within 4 working hours"), promise("any", "solve", "as soon as possible"))

    assert changes(agreed, agreed) == []


def numbered(promised: Promise, number: int) -> Promise:
    """A promise with a path of its own, as the file gives it."""
    return replace(promised, clause=replace(promised.clause, path=f"{promised.clause.path}.{number}"))


def test_what_holds_for_one_channel_says_so() -> None:
    by_phone = Only(channels=("phone",))
    before = desk(promise("p1", "reply", "within 4 hours"), promise("p1", "reply", "within 2 hours", by_phone))
    after = desk(promise("p1", "reply", "within 4 hours"), promise("p1", "reply", "within 1 hour", by_phone))
    before, after = (replace(t, promises=tuple(map(numbered, t.promises, range(2)))) for t in (before, after))

    (found,) = changes(before, after)

    assert (found.verdict, found.subject) == ("better", ("reply", "p1", "phone"))


def test_more_pauses_are_worse() -> None:
    old, new = (desk(clocks=(clock("solve", pauses=pauses),)) for pauses in ((), ("waiting for customer",)))

    assert [(d.verdict, d.subject) for d in definitions(old, new)] == [("worse", ("solve", "pauses"))]


def test_another_end_is_another_measure() -> None:
    old, new = (desk(clocks=(clock("solve", stop=stop),)) for stop in ("solved", "restored"))

    assert [(d.verdict, d.reason.fields["after"]) for d in definitions(old, new)] == [("other", "reported – restored")]
