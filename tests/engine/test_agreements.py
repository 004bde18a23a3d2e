"""Versions and terms: what a plan with its modules means, and which version holds when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.engine.casework import BERLIN, DESK, SEVERITIES, desk, promise
from tests.engine.versions import part, version
from tests.engine.world import clause, definitions, said
from upheld.agreements import Only, Role, Terms, Text, day_length
from upheld.calendars import Calendar
from upheld.quantities import parse

NINE_TO_TWELVE = Calendar("Europe/Berlin", {"mon": [("09:00", "17:00")], "sat": [("09:00", "12:00")]})


def role(name: str, person: str) -> Role:
    """Return a role of the vendor's."""
    return Role(name, "vendor", (person,), (), said(""), clause(f"roles.{name}"))


# --- Terms ------------------------------------------------------------------------------------------------------------


def test_a_text_is_said_in_the_binding_language_where_the_one_asked_for_is_missing() -> None:
    assert Text({"de": "Reaktionszeit", "en": "Response time"}).in_language("sv") == "Reaktionszeit"


def test_a_severity_is_found_by_its_id() -> None:
    assert desk().severity("p2") is SEVERITIES[1]


def test_a_severity_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        desk().severity("p9")


def test_the_calendar_of_working_time_is_the_agreements() -> None:
    agreed = desk()

    assert [agreed.calendar(parse(f"within 4 {text}")) for text in ("hours", "working hours", "hours in desk")] == [
        None,
        DESK,
        DESK,
    ]


def test_a_working_day_is_as_long_as_the_open_days() -> None:
    assert desk().budget(parse("within 1.5 working days")) == timedelta(hours=12)


def test_a_time_in_hours_that_are_to_be_agreed_is_none_yet() -> None:
    agreed = replace(desk(), shared=replace(desk().shared, calendars={}))
    quantity = parse("within 4 working hours")

    assert (agreed.is_open(quantity), agreed.budget(quantity), agreed.hours(quantity)) == (True, None, "desk")


def test_days_of_unequal_length_are_no_measure() -> None:
    agreed: Terms = desk()
    uneven = replace(agreed, shared=replace(agreed.shared, calendars={"desk": NINE_TO_TWELVE}))

    with pytest.raises(ValueError, match="counts days of a calendar whose days are not equally long"):
        uneven.budget(parse("within 1 working day"))


def test_a_day_has_a_length_only_where_all_have_the_same() -> None:
    assert [day_length(calendar) for calendar in (DESK, NINE_TO_TWELVE, Calendar.always("UTC"))] == [
        timedelta(hours=8),
        None,
        timedelta(hours=24),
    ]


def test_the_more_conditions_the_more_parts() -> None:
    assert [
        only.parts for only in (Only(), Only(channels=("phone",)), Only(("phone",), ("partner",), ("incident",)))
    ] == [
        0,
        1,
        3,
    ]


def test_a_plan_adds_to_the_top_and_a_module_to_both() -> None:
    promises = [promise("p1", "reply", f"within {hours} hours") for hours in (1, 2, 3)]
    offer = version(
        signature=None,
        top=part("", promises=(promises[0],)),
        plans={"basic": part("basic", promises=(promises[1],))},
        modules={"extra": part("extra", promises=(promises[2],))},
    )

    assert offer.terms("basic", ["extra"]).promises == tuple(promises)


def test_the_later_of_two_with_one_name_replaces_the_other() -> None:
    offer = version(
        top=part("", roles=(role("owner", "j.weber"), role("manager", "c.meinhardt"))),
        plans={"basic": part("basic", roles=(role("owner", "a.lindner"),))},
    )

    assert [(each.id, each.people) for each in offer.terms().roles] == [
        ("owner", ("a.lindner",)),
        ("manager", ("c.meinhardt",)),
    ]


def test_of_single_values_the_last_that_was_given_holds() -> None:
    offer = version(top=part("", queue="first"), plans={"basic": part("basic")})

    assert offer.terms().queue == "first"


def test_an_offer_with_one_plan_takes_it_and_one_with_two_takes_none() -> None:
    one, two = (version(signature=None, plans={name: part(name) for name in names}) for names in ("a", "ab"))

    assert [offer.terms().plan for offer in (one, two)] == ["a", None]


def test_a_plan_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        version().terms("gold")


# --- Versions ---------------------------------------------------------------------------------------------------------

AMENDED = version(1, version())


def test_a_case_keeps_the_version_in_force_when_it_was_reported() -> None:
    begins = datetime(2026, 10, 1, tzinfo=BERLIN)

    assert [AMENDED.in_force(at).hash for at in (begins - timedelta(microseconds=1), begins)] == ["hash-0", "hash-1"]


def test_a_version_begins_with_its_day_in_the_zone_of_the_agreement() -> None:
    assert AMENDED.effective_from.astimezone(UTC) == datetime(2026, 9, 30, 22, tzinfo=UTC)


def test_a_version_begins_with_its_day_at_a_fixed_offset_too() -> None:
    ahead = version(shared=definitions(zone="+01:00"))

    assert ahead.effective_from == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_an_offer_holds_since_ever() -> None:
    assert version(signature=None).effective_from == datetime.min.replace(tzinfo=UTC)


def test_an_agreement_is_in_force_from_its_first_day_to_its_last() -> None:
    signature = version().signature
    assert signature
    ending = replace(signature, ends=date(2027, 3, 31))
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]

    assert [ending.is_in_force(day) for day in days] == [False, True, True, False]
    assert (ending.term, signature.term) == ("from 2026-04-01 to 2027-03-31", "from 2026-04-01")


def test_eras_follow_each_other_and_count_from_the_same_contract() -> None:
    assert [(era.starts, era.ends, era.contract, era.amendment) for era in AMENDED.eras()] == [
        (date(2026, 4, 1), date(2026, 10, 1), date(2026, 4, 1), 0),
        (date(2026, 10, 1), None, date(2026, 4, 1), 1),
    ]


def test_an_agreement_with_an_end_has_a_last_era_that_ends_after_its_last_day() -> None:
    signed = version().signature
    assert signed

    ended = version(signature=replace(signed, ends=date(2026, 12, 31)))

    assert ended.eras()[-1].ends == date(2027, 1, 1)


def test_an_offer_has_no_eras() -> None:
    assert version(signature=None).eras() == ()
