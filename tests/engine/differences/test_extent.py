from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.engine.casework import DESK, WORKDAYS
from tests.engine.terms.house import SMALL
from tests.engine.world import clause, definitions, said, terms
from upheld import rhythms
from upheld.agreements import Channel, Contacts, Help, Role, Routine, Step, Terms
from upheld.calendars import Calendar
from upheld.differences.difference import Difference
from upheld.differences.extent import extent
from upheld.timing import Period

YEAR = Period(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
LONGER = Calendar("Europe/Berlin", {day: [("08:00", "18:00")] for day in WORKDAYS})
SHARED = definitions(calendars={"desk": DESK, "longer": LONGER})
PHONE = Channel("phone", "desk", "desk", False, clause("channels.phone", "desk"))  # noqa: FBT003
REVIEW = Routine(
    "review", "review", rhythms.parse("quarter"), "vendor", said("review"), (), (), clause("routines.review")
)
CASES = SMALL.allowances[0]


def told(before: Terms, after: Terms) -> list[tuple[str, tuple[str, ...]]]:
    """Verdict and subject of every difference."""
    return [(d.verdict, d.subject) for d in differences(before, after)]


def differences(before: Terms, after: Terms) -> list[Difference]:
    """Every difference; the calendars are those above, unless the terms have their own."""
    known = [terms if terms.shared.calendars else replace(terms, shared=SHARED) for terms in (before, after)]
    return list(extent(known[0], known[1], YEAR))


def test_a_channel_more_is_better() -> None:
    assert told(terms(), terms(channels=(PHONE,))) == [("better", ("channels", "phone"))]


def test_a_channel_less_is_worse() -> None:
    assert told(terms(channels=(PHONE,)), terms()) == [("worse", ("channels", "phone"))]


@pytest.mark.parametrize(("accepts", "verdict"), [("longer", "better"), (None, "better")])
def test_a_channel_that_opens_longer_is_better(accepts: str | None, verdict: str) -> None:
    after = replace(PHONE, accepts=accepts)

    assert told(terms(channels=(PHONE,)), terms(channels=(after,))) == [(verdict, ("channels", "phone", "accepts"))]


def test_the_same_calendar_with_other_hours_says_when_it_is_closed_now() -> None:
    before = terms(channels=(PHONE,), shared=replace(SHARED, calendars={"desk": LONGER}))
    after = terms(channels=(PHONE,), shared=replace(SHARED, calendars={"desk": DESK}))

    (found,) = differences(before, after)

    assert (found.verdict, found.reason.code, isinstance(found.reason.fields["lost"], datetime)) == (
        "worse",
        "open otherwise",
        True,
    )


@pytest.mark.parametrize(("most", "verdict"), [(5, "better"), (None, "better"), (1, "worse")])
def test_contacts_are_compared_by_their_number(most: int | None, verdict: str) -> None:
    before, after = (terms(contacts=Contacts(1, number, clause("contacts"))) for number in (2, most))

    assert told(before, after) == [(verdict, ("contacts",))]


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (("incident",), ("incident", "question"), "better"),
        (("incident", "question"), ("incident",), "worse"),
        (("incident",), ("question",), "mixed"),
        (("incident",), (), "better"),
        ((), ("incident",), "worse"),
    ],
)
def test_what_is_covered_is_wider_or_narrower(old: tuple[str, ...], new: tuple[str, ...], verdict: str) -> None:
    assert told(terms(handles=old), terms(handles=new)) == [(verdict, ("covers",))]


def test_a_limit_on_cases_is_worse_and_its_end_is_better() -> None:
    free, limited = terms(), terms(allowances=(CASES,))

    assert [told(free, limited)[0][0], told(limited, free)[0][0]] == ["worse", "better"]


def test_points_are_better_and_their_end_is_worse() -> None:
    points = replace(CASES, id="points", unit="point")
    none, some = terms(), terms(allowances=(points,))

    assert [told(none, some)[0][0], told(some, none)[0][0]] == ["better", "worse"]


def test_more_of_an_allowance_is_better() -> None:
    before, after = (terms(allowances=(replace(CASES, amount=Decimal(number)),)) for number in (10, 12))

    assert told(before, after) == [("better", ("allowances", "cases"))]


def test_another_period_cannot_be_judged() -> None:
    after = replace(CASES, per=rhythms.parse("year"))

    assert told(terms(allowances=(CASES,)), terms(allowances=(after,))) == [("other", ("allowances", "cases"))]


def test_to_be_taken_when_it_is_used_up_is_better_than_to_be_refused() -> None:
    rule = replace(CASES.when_used_up["any"], do="accept and flag")
    after = replace(CASES, when_used_up={"any": rule}, carry_over=True)

    assert told(terms(allowances=(CASES,)), terms(allowances=(after,))) == [
        ("better", ("allowances", "cases", "any")),
        ("better", ("allowances", "cases", "carry over")),
    ]


@pytest.mark.parametrize(("every", "verdict"), [("month", "better"), ("year", "worse"), ("each release", "other")])
def test_what_comes_round_more_often_is_better(every: str, verdict: str) -> None:
    after = replace(REVIEW, every=rhythms.parse(every))

    assert told(terms(routines=(REVIEW,)), terms(routines=(after,))) == [(verdict, ("routines", "review"))]


def test_a_routine_more_is_better_and_one_less_is_worse() -> None:
    none, one = terms(), terms(routines=(REVIEW,))

    assert [told(none, one)[0][0], told(one, none)[0][0]] == ["better", "worse"]


def test_a_role_of_the_vendor_is_better_and_a_step_of_the_customer_is_worse() -> None:
    role = Role("owner", "vendor", (), (), said("owns"), clause("roles.owner"))
    step = Step("restart", "customer", "always", said("restart"), "", None, clause("steps.restart"))

    assert told(terms(), terms(roles=(role,), steps=(step,))) == [
        ("better", ("roles", "owner")),
        ("worse", ("steps", "restart")),
    ]


def test_a_step_that_is_put_otherwise_cannot_be_judged() -> None:
    steps = [Step("ask", "vendor", "always", said("ask"), "", None, clause("steps.ask", text)) for text in ("a", "b")]

    assert told(terms(steps=(steps[0],)), terms(steps=(steps[1],))) == [("other", ("steps", "ask"))]


def test_a_better_place_in_the_queue_is_better() -> None:
    assert told(terms(queue="before others"), terms(queue="first")) == [("better", ("queue",))]


def test_less_help_with_the_software_of_others_is_worse() -> None:
    before, after = (terms(help=Help(said(""), s, None, clause("help"))) for s in ("advice and fixing", "advice"))

    assert told(before, after) == [("worse", ("help", "software"))]


def test_nothing_changed_is_no_difference() -> None:
    agreed = terms(
        channels=(PHONE,), allowances=(CASES,), routines=(REVIEW,), contacts=Contacts(1, 2, clause("contacts"))
    )

    assert told(agreed, agreed) == []
