"""Quantities: the words, what they mean, and what is said of other words."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.quantities import BEST_EFFORT, HOLE, parse


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("under 30 minutes", timedelta(minutes=30)),
        ("within 4 hours", timedelta(hours=4)),
        ("within 1 hour", timedelta(hours=1)),
        ("within 3 days", timedelta(days=3)),
        ("within 0 minutes", timedelta()),
        ("every 60 minutes", timedelta(hours=1)),
        ("within 1.5 working hours", timedelta(minutes=90)),
        ("within 0.1 hours", timedelta(minutes=6)),
    ],
)
def test_a_quantity_is_a_limit(text: str, limit: timedelta) -> None:
    assert parse(text).limit == limit


def test_under_is_strict_and_within_is_not() -> None:
    assert [parse(f"{word} 4 hours").strict for word in ("under", "within", "every")] == [True, False, False]


def test_every_repeats() -> None:
    assert [parse(f"{word} 4 hours").repeats for word in ("within", "every")] == [False, True]


def test_plain_time_runs_in_no_calendar() -> None:
    plain, working, named = (
        parse(f"within 4 {text}") for text in ("hours", "working hours", "hours in extended-times")
    )

    assert [quantity.runs_plainly for quantity in (plain, working, named)] == [True, False, False]


def test_a_calendar_is_named_by_in() -> None:
    assert parse("within 4 hours in extended-times").calendar == "extended-times"


@pytest.mark.parametrize("text", ["within 3 working days", "within 3 days in support-week"])
def test_days_of_a_calendar_have_the_length_of_its_days(text: str) -> None:
    assert (parse(text).limit, parse(text).days) == (None, Decimal(3))


def test_best_effort_and_a_hole_have_no_limit() -> None:
    best, hole = parse(BEST_EFFORT), parse(HOLE)

    assert (best.is_best_effort, best.is_hole, hole.is_hole, hole.limit) == (True, False, True, None)


@pytest.mark.parametrize(
    "text", ["4 hours", "within 4h", "in 4 hours", "within four hours", "within -1 hours", "", "soon"]
)
def test_other_words_are_no_quantity(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity; write it like 'within 8 working hours'"):
        parse(text)


def test_two_calendars_are_refused() -> None:
    with pytest.raises(ValueError, match="names two calendars: write 'working' or 'in desk', not both"):
        parse("within 4 working hours in desk")


@pytest.mark.parametrize("text", ["under 0 minutes", "every 0 hours", "under 0.0001 minutes"])
def test_what_can_never_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="can never be kept: the number must be more than 0"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("every 0.5 minutes", "'every 0.5 minutes' comes round too often; write a minute or more"),
        ("within 36526 days", "'within 36526 days' is longer than a hundred years; write less"),
        ("within 99999 working days", "'within 99999 working days' is longer than a hundred years; write less"),
    ],
)
def test_what_is_too_short_or_too_long_to_be_meant_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


@given(st.integers(1, 999), st.sampled_from(["minute", "hour", "day"]))
def test_a_quantity_keeps_its_words_and_is_as_long_as_they_say(number: int, unit: str) -> None:
    text = f"within {number} {unit}s"

    assert (parse(text).text, parse(text).limit) == (text, timedelta(**{f"{unit}s": number}))
