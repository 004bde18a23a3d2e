"""A small house with two plans, to be shown on a page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.engine.casework import DESK, clock, promise, severity
from tests.engine.world import clause, definitions, said
from upheld import rhythms
from upheld.agreements import (
    Allowance,
    Channel,
    Contacts,
    Customer,
    Fee,
    Metered,
    Part,
    Price,
    Signature,
    Slice,
    Text,
    UsedUp,
    Version,
)
from upheld.calendars import Calendar
from upheld.money import Money

EMPTY = Text({})


def part(name: str, **changes: Any) -> Part:  # noqa: ANN401  any field of a part
    """Return a plan or module that promises nothing."""
    empty = Part(
        id=name,
        name=said(name.capitalize()),
        audience=EMPTY,
        gives=EMPTY,
        extends=None,
        obligatory="",
        usual=False,
        needs=(),
        replaces=(),
        term=None,
        promises=(),
        unpromised=None,
        checkpoints=(),
        allowances=(),
        prices=(),
        credits=(),
        invoicing=None,
        channels=(),
        contacts=None,
        callers=(),
        handles=(),
        tiers=(),
        roles=(),
        help=None,
        queue="",
        closing=None,
        steps=(),
        routines=(),
        clause=clause(f"plans.{name}"),
    )
    return replace(empty, **changes)


SMALL = part(
    "small",
    audience=said("tests"),
    promises=(promise("p1", "reply", "within 4 working hours"),),
    channels=(Channel("phone", "desk", "desk", False, clause("plans.small.channels.phone")),),  # noqa: FBT003
    contacts=Contacts(1, 1, clause("plans.small.contacts")),
    allowances=(
        Allowance(
            id="cases",
            unit="case",
            amount=Decimal(10),
            per=rhythms.parse("quarter"),
            step=None,
            counts=(),
            not_counted=(),
            carry_over=False,
            expires=None,
            overdraft=False,
            price=None,
            when_used_up={"any": UsedUp("refuse", None, "", clause("plans.small.allowances.cases.when_used_up"))},
            catalogue={},
            reserve="opened",
            settle="closed",
            release=(),
            where=(),
            clause=clause("plans.small.allowances.cases"),
        ),
    ),
)
LARGE = part(
    "large",
    promises=(promise("p1", "reply", "under 30 minutes"), promise("p2", "reply", "within 2 hours")),
    contacts=Contacts(2, None, clause("plans.large.contacts")),
    prices=(
        Price(
            source="plans.large",
            included=False,
            base=Fee(Money(Decimal(1500), "EUR"), clause("plans.large.price.base")),
            per=rhythms.parse("month"),
            plus=(
                Metered(
                    "fees",
                    "graduated",
                    (
                        Slice(Decimal(5000), Decimal("0.19"), clause("plans.large.price.plus.fees.0")),
                        Slice(Decimal(7000), Decimal("0.14"), clause("plans.large.price.plus.fees.1")),
                    ),
                    None,
                    clause("plans.large.price.plus.fees"),
                ),
            ),
            minimum=None,
            indexed=None,
            clause=clause("plans.large.price"),
        ),
    ),
)


def version(signature: Signature | None = None, **changes: Any) -> Version:  # noqa: ANN401  any field of a version
    """Return the offer of the house, or what was signed on it."""
    shared = definitions(
        working_time="desk",
        calendars={"desk": DESK, "always": Calendar.always("Europe/Berlin")},
        severities=(severity("p1", 1), severity("p2", 2)),
        clocks={"reply": clock("reply", stop="first human reply")},
    )
    offer = Version(
        id="house",
        title=Text({"en": "House", "de": "Haus"}),
        vendor="Nordlicht",
        service=said("everything in the house"),
        languages=("en", "de"),
        hash="0123456789abcdef",
        signature=signature,
        shared=shared,
        top=part(""),
        plans={"small": SMALL, "large": LARGE},
        modules={},
        holes=(),
        open_points=(),
        before=None,
    )
    return replace(offer, **changes)


SIGNED = Signature(
    number="H-1",
    customer=Customer("Keller GmbH", "CH"),
    signed=date(2026, 1, 7),
    starts=date(2026, 2, 1),
    ends=None,
    notice=rhythms.parse("3 months"),
    renews=None,
    plan="small",
    modules=(),
    installed=(),
    amendment=0,
    effective=date(2026, 2, 1),
    because="",
)
