"""Events as plain data and back, and what is said of data that are none."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.events import (
    KINDS,
    MOST,
    Classified,
    Done,
    Event,
    Granted,
    Replied,
    Reported,
    WaitStarted,
    as_data,
    from_data,
    name_of,
)

AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
INSTANTS = st.datetimes(timezones=st.just(UTC))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))  # what can be stored
# What the declared type of a field can hold; the rest Hypothesis finds by itself.
HELD: dict[object, st.SearchStrategy[object]] = {
    str: TEXTS,
    int: st.integers(0, MOST),
    Mapping[str, str]: st.dictionaries(TEXTS, TEXTS),
    datetime: INSTANTS,
    Decimal: NUMBERS,
    Decimal | None: st.none() | NUMBERS,
}
EVENTS = st.one_of(
    *(
        st.builds(kind, **{field.name: HELD[field.type] for field in fields(kind) if field.type in HELD})
        for kind in KINDS.values()
    )
)


@given(EVENTS)
def test_an_event_comes_back_from_its_data(event: Event) -> None:
    assert from_data(as_data(event)) == event


def test_the_name_of_an_event_is_its_kind_in_words() -> None:
    assert [name_of(kind) for kind in (Reported, WaitStarted)] == ["reported", "wait started"]


def test_what_was_left_at_its_default_is_left_out() -> None:
    assert as_data(Replied(AT, by="maria")) == {"event": "replied", "at": "2026-11-23T14:00:00+00:00", "by": "maria"}


def test_an_amount_and_a_day_become_text() -> None:
    data = as_data(Granted(AT, "points", Decimal("2.50"), expires=date(2027, 1, 1)))

    assert (data["amount"], data["expires"]) == ("2.50", "2027-01-01")


def test_an_instant_is_read_in_utc() -> None:
    assert from_data({"event": "replied", "at": "2026-11-23T15:00:00+01:00"}).at == AT


def test_nothing_may_be_given_where_nothing_may_be() -> None:
    assert from_data({"event": "done", "at": AT.isoformat(), "what": "review", "due": None}) == Done(AT, "review")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"event": "replyed"}, "event: 'replyed' is not an event; did you mean 'replied'?"),
        ({}, "event: '' is not an event; write one of: reported, severity asked"),
        ({"event": "replied", "who": "me"}, "replied: 'who' is not a field of this event; it has: at, automatic, by"),
        ({"event": "replied"}, "replied: 'at' is missing; write it as a field of the event"),
        (
            {"event": "replied", "at": "2026-11-23T15:00:00"},
            "replied: at: '2026-11-23T15:00:00' is not an instant; write",
        ),
        ({"event": "replied", "at": 7}, "replied: at: '7' is not an instant"),
        ({"event": "replied", "automatic": "yes"}, "replied: automatic: 'yes' is not true or false"),
        ({"event": "replied", "by": 7}, "replied: by: '7' is not a text"),
        ({"event": "effort logged", "minutes": True}, "effort logged: minutes: 'True' is not a whole number"),
        (
            {"event": "classified", "severity": "p1", "ground": "mood"},
            "classified: ground: 'mood' is none of: new facts, c",
        ),
        ({"event": "wait started", "on": "us"}, "wait started: on: 'us' is none of: customer, access, third party"),
        ({"event": "reported", "answers": ["yes"]}, "reported: answers: '['yes']' is not a set of answers"),
        ({"event": "reported", "answers": {"usable": False}}, "is not a set of answers"),
        (
            {"event": "done", "what": "review", "due": "soon"},
            "done: due: 'soon' is not a date; write it like '2026-11-23'",
        ),
        ({"event": "granted", "allowance": "points", "amount": "NaN"}, "granted: amount: 'NaN' is not a number"),
        ({"event": "granted", "allowance": "points", "amount": "many"}, "granted: amount: 'many' is not a number"),
        ({"event": "granted", "allowance": "points", "amount": True}, "granted: amount: 'True' is not a number"),
        ({"event": "effort logged", "minutes": -5}, "minutes: '-5' is not a whole number from 0 to 1,000,000"),
        ({"event": "effort logged", "minutes": 10**9}, "minutes: '1000000000' is not a whole number from 0 to"),
        ({"event": "replied", "by": "\ud800"}, "replied: by: '\\ud800' is not a text that can be stored"),
        ({"event": "replied", "by": "a\x00"}, "replied: by: 'a\\x00' is not a text that can be stored"),
        ({"event": "x" * 99}, f"event: '{'x' * 60}…' is not an event"),
    ],
)
def test_data_that_are_no_event_are_refused_in_a_sentence(data: dict[str, object], said: str) -> None:
    given = data if "at" in data or len(data) < 2 or "who" in data else {"at": AT.isoformat(), **data}

    with pytest.raises(ValueError) as refused:  # noqa: PT011  the message is looked at below
        from_data(given)

    assert said in str(refused.value)


def test_a_severity_changes_with_new_facts_unless_it_says_otherwise() -> None:
    assert Classified(AT, "p1").ground == "new facts"
