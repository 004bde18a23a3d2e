"""The table of roles."""

from pathlib import Path

from upheld_desk.people import roles
from upheld_desk.people.models import Person

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "roles.md"


def test_every_act_has_a_line_with_every_role() -> None:
    lines = {frozenset(by_role) for by_role in roles.ACTS.values()}

    assert lines == {frozenset(role for role, _ in Person.ROLES)}


def test_every_role_is_of_one_side() -> None:
    assert sorted((*roles.OF_CUSTOMER, *roles.OF_VENDOR)) == sorted(roles.ROLES)


def test_every_act_is_for_somebody() -> None:
    assert all(any(by_role.values()) for by_role in roles.ACTS.values())


def test_nobody_of_a_customer_reaches_further_than_the_customer() -> None:
    far = [act for act, by_role in roles.ACTS.items() if "vendor" in {by_role[role] for role in roles.OF_CUSTOMER}]

    assert far == []


def test_what_is_internal_is_for_the_vendor_alone() -> None:
    assert not roles.is_of_side("customer-lead", "see internal")
    assert roles.is_of_side("finance", "see internal")


def test_the_page_has_the_table() -> None:
    assert roles.table() in PAGE.read_text(encoding="utf-8")
