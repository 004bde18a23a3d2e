from dataclasses import replace
from datetime import date, timedelta

from tests.engine.casework import WORKDAYS, classification, severity
from tests.engine.terms.house import version
from tests.engine.world import clause, said
from upheld import quantities
from upheld.agreements import (
    Fact,
    Notice,
    OpenPoint,
    Releases,
    ReleaseStep,
    Role,
    Step,
    Text,
    ThirdParty,
    Tier,
    Version,
)
from upheld.calendars import Calendar
from upheld.terms import sections
from upheld.terms.page import Cell, Table
from upheld.terms.wording import Wording
from upheld.words import Language


def cells(table: Table) -> dict[str, tuple[Cell, ...]]:
    return {row.heading: row.cells for row in table.rows}


def with_shared(offer: Version, **changes: object) -> Version:
    return replace(offer, shared=replace(offer.shared, **changes))  # type: ignore[arg-type]  # any field


def wording(offer: Version, language: Language = "en") -> Wording:
    return Wording(offer, language)


def test_a_severity_is_told_by_its_questions() -> None:
    fact = Fact("stopped", said("Has work stopped?"), ("yes", "no"), clause("facts.stopped"))
    stop = replace(severity("stop", 1), when=({"stopped": ("yes",)},))
    rest = replace(severity("rest", 2), otherwise=True)

    table = sections.severities(wording(with_shared(version(), facts=(fact,), severities=(stop, rest))))

    assert cells(table) == {"stop": (("Has work stopped? yes",),), "rest": (("everything else",),)}


def test_a_column_that_says_nothing_is_left_out() -> None:
    assert sections.severities(wording(version())).header == ("Severity",)


def test_a_severity_that_is_asked_for_says_so() -> None:
    offer = with_shared(version(), classification=classification(by="customer", default="p2"))

    assert cells(sections.severities(wording(offer, "sv"))) == {
        "p1": (("begärs av kunden",),),
        "p2": (("normalfallet",),),
    }


def test_a_clock_says_from_where_to_where_and_when_it_pauses() -> None:
    assert cells(sections.clocks(wording(version(), "de"))) == {
        "reply": (("die Meldung",), ("eine erste Antwort von einem Menschen",), ("nie",)),
    }


def test_days_with_the_same_hours_stand_together() -> None:
    week = {day: [("09:00", "17:00")] for day in WORKDAYS} | {"sat": [("09:00", "12:00")]}
    holidays = {date(2026, 12, 25): "Christmas Day"}
    desk = Calendar("Europe/Berlin", week, holidays=holidays, eve=[("09:00", "14:00")])

    table = sections.calendars(wording(with_shared(version(), calendars={"desk": desk})))

    hours = ("Mon–Fri: 09:00–17:00", "Sat: 09:00–12:00", "day before a holiday: 09:00–14:00")
    assert cells(table) == {"desk": (hours, ("Christmas Day",))}


def test_kinds_have_their_definitions() -> None:
    offer = with_shared(version(), kinds={"incident": Text({"de": "Etwas ist kaputt"})})

    assert cells(sections.kinds(wording(offer, "de"))) == {"Störung": (("Etwas ist kaputt",),)}


def test_duties_say_who_and_what() -> None:
    step = Step("ask", "vendor", "always", said("Ask"), "", quantities.parse("within 2 hours"), clause("steps.ask"))
    tier = Tier(1, "customer", said("takes reports"), clause("tiers.1"))
    role = Role("night-owl", "vendor", (), (), said("wakes"), clause("roles.night-owl"))
    offer = version()

    table = sections.duties(
        wording(replace(offer, top=replace(offer.top, steps=(step,), tiers=(tier,), roles=(role,))))
    )

    assert [(row.heading, row.cells) for row in table.rows] == [
        ("the customer", (("Level 1", "takes reports"),)),
        ("the vendor", (("night owl", "wakes"),)),
        ("the vendor", (("Ask (within 2 hours)",),)),
    ]


def test_releases_say_their_stages_and_who_is_told() -> None:
    test = ReleaseStep("test", said("everything new"), "test system", timedelta(weeks=3), None, clause("releases.test"))
    notice = Notice("big change", "all customers", "email", None, clause("releases.tell"))
    offer = with_shared(version(), releases=Releases({}, (test,), (notice,), clause("releases")))

    assert cells(sections.releases(wording(offer))) == {
        "test": (("everything new", "test system (21 days)"),),
        "big change": (("all customers, e-mail",),),
    }


def test_without_releases_there_is_no_table_of_them() -> None:
    assert sections.releases(wording(version())).rows == ()


def test_a_supplier_says_what_it_covers() -> None:
    party = ThirdParty(
        id="scanner",
        name="Scanner GmbH",
        kind="hardware",
        covers=("gate scanner",),
        contract_holder="vendor",
        ends=None,
        forwarding=timedelta(),
        calendars={},
        working_time=None,
        promises=(),
        clause=clause("third_parties.scanner"),
    )

    table = sections.third_parties(wording(with_shared(version(), third_parties=(party,))))

    assert cells(table) == {"Scanner GmbH": (("hardware", "gate scanner"),)}


def test_an_open_point_says_what_is_taken_and_how_it_was_settled() -> None:
    point = OpenPoint(
        "two_hours", "plans", said("working hours"), said("stated"), ("clock hours",), None, clause("open")
    )
    settled = replace(point, id="four_hours", settled=said("hours of work"))

    table = sections.open_points(wording(version(open_points=(point, settled))))

    assert cells(table) == {
        "two hours": (("working hours",), ("stated",), ("clock hours",)),
        "four hours": (("settled: hours of work",), ("stated",), ()),
    }
