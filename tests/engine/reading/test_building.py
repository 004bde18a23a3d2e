import pickle
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.engine.lint.worlds import agreement
from tests.engine.reading.worlds import AGREEMENT, DESK, HEAD, OFFER, PLANS, built, files, offer, tree, wrong
from upheld.agreements import Version
from upheld.mappings import FrozenMapping
from upheld.money import Money
from upheld.reading import read
from upheld.reading.building import OFFER_YEARS, build
from upheld.reading.documents import Document
from upheld.reading.merging import keys_of, replaced
from upheld.rhythms import parse as rhythm


def hash_of(text: str) -> str:
    version, problems = built(text)
    assert problems == []
    assert version
    return version.hash


# What a version holds.


def test_a_version_knows_who_and_what() -> None:
    version = offer(DESK, "support_in: [en, sv]\nservices: [shop, till]\n")

    assert (version.id, version.vendor, version.languages) == ("shop-support", "Firm", ("en", "sv"))
    assert version.title.in_language("sv") == "Butiksstöd"
    assert (version.support_in, version.shared.services) == (("en", "sv"), ("shop", "till"))
    assert (version.signature, version.before) == (None, None)


def test_calendars_know_their_holidays_for_the_years_of_an_offer() -> None:
    calendars = offer(DESK).shared.calendars
    first, last = OFFER_YEARS

    assert (calendars["desk"].since, calendars["desk"].through) == (date(first, 1, 1), date(last, 12, 31))
    assert calendars["desk"].day(date(2026, 6, 20)).name == "Midsummer Day"
    assert (calendars["always"].since, calendars["always"].through) == (None, None)


def test_eves_and_dates_of_their_own_are_kept() -> None:
    text = """
calendars:
  desk:
    week: {mon-fri: 08:00-17:00}
    holidays: SE
    eve_of_holiday: 08:30-14:00
    closed: [2026-07-01]
    also_open: {2026-07-04: 09:00-12:00}
"""
    desk = offer(text).shared.calendars["desk"]

    assert [desk.day(day).kind for day in (date(2026, 6, 5), date(2026, 7, 1), date(2026, 7, 4))] == [
        "eve",
        "closed",
        "special",
    ]


def test_a_calendar_that_is_to_be_agreed_is_not_there_but_its_name_is() -> None:
    version = offer("working_time: desk\ncalendars: {desk: to be agreed}\nchannels: {phone: desk}\n")

    assert version.shared.calendars == {}
    assert [clause.path for clause in version.holes] == ["calendars.desk"]


def test_a_severity_that_asks_brings_its_question() -> None:
    version = offer("severities:\n  stop: {name: Stop, ask: Has it stopped?}\n  slow: {name: Slow, otherwise: yes}\n")
    stop, slow = version.shared.severities

    assert [(fact.id, fact.answers) for fact in version.shared.facts] == [("stop", ("yes", "no"))]
    assert (stop.rank, stop.when, slow.rank, slow.otherwise) == (1, ({"stop": ("yes",)},), 2, True)
    assert version.shared.classification.by == "criteria"


def test_without_questions_the_contract_classifies() -> None:
    assert offer("severities: to be agreed\n").shared.classification.by == "contract"


def test_who_classifies_may_be_said_in_full() -> None:
    text = """
severities: {p1: {name: One}, p2: {name: Two}}
channels: {phone: by appointment}
classification:
  by: customer
  default: p2
  told_to: vendor
  objection: {by: vendor, ground: Not plausible}
  raise: {to: p1, needs: phone, when: at registration}
"""
    found = offer(text).shared.classification

    assert (found.by, found.default, found.told_to) == ("customer", "p2", "vendor")
    assert found.objection
    assert found.objection.by == "vendor"
    assert found.raising
    assert (found.raising.to, found.raising.needs, found.raising.when) == (("p1",), ("phone",), "at registration")


def test_releases_come_round_and_have_stages_and_notices() -> None:
    text = """
kinds: {change: A wish}
releases:
  every: 6 per year
  change_by: {sprint: change}
  steps: {test: {what: Test it, on: test system, lasts: 3 weeks, at_least: 2 weeks}}
  notices: {big change: {by: email, ahead: 14 days}}
"""
    version = offer(text)

    assert [(routine.kind, routine.every) for routine in version.top.routines] == [("release", rhythm("6 per year"))]
    assert version.shared.releases
    assert version.shared.releases.change_by == {"sprint": ("change",)}
    assert version.shared.releases.steps[0].at_least == timedelta(weeks=2)
    assert version.shared.releases.notices[0].to == "all customers"


def test_an_option_is_a_module_that_needs_its_module() -> None:
    modules = offer("modules: {a: {options: {b: {name: B}}}}\n").modules

    assert [(name, module.needs) for name, module in modules.items()] == [("a", ()), ("a.b", ("a",))]


def test_holes_are_found_wherever_they_stand() -> None:
    text = """
plans:
  a:
    promises: {any: {respond: to be agreed}}
    allowances: {t: {unit: training, amount: 1, when_used_up: charge to be agreed}}
open_points: {one: {at: plans.a, default: to be agreed}}
"""

    assert [clause.path for clause in offer(DESK, text).holes] == [
        "plans.a.promises.any.respond",
        "plans.a.allowances.t.when_used_up",
    ]


def test_an_agreement_has_the_holes_of_what_it_chooses_alone() -> None:
    plans = "plans: {a: {price: to be agreed}, b: {price: to be agreed}}\n"
    version = agreement("plan: b\n", on=plans + "modules: {extra: {price: to be agreed}}\n")

    assert [clause.path for clause in version.holes] == ["plans.b.price"]


def test_a_point_is_settled_as_its_default_or_in_words(tmp_path: Path) -> None:
    points = "open_points: {a: {at: plans, default: A}, b: {at: plans, default: B}, c: {at: plans, default: C}}\n"
    settled = "settled: {a: default, b: {en: Otherwise, sv: Annorlunda}}\n"
    a, b, c = read(files(tmp_path, offer=OFFER + points, agreement=AGREEMENT + settled)).open_points

    assert (a.settled, c.settled) == (a.default, None)
    assert b.settled
    assert b.settled.in_language("sv") == "Annorlunda"


def test_a_version_comes_back_from_a_pickle_as_it_was() -> None:
    text = "kinds: {incident: Something is broken}\nfacts: {f: {ask: Is it?, answers: [yes, no]}}\n"
    version = offer(DESK, text, PLANS)

    again = pickle.loads(pickle.dumps(version))  # noqa: S301  its own

    assert (again, hash(again)) == (version, hash(version))


def test_nothing_of_a_version_can_be_changed() -> None:
    version = offer(DESK, "kinds: {incident: Something is broken}\n", PLANS)
    desk = version.shared.calendars["desk"]
    mappings = (
        version.plans,
        version.written,
        version.shared.kinds,
        version.title.by_language,
        desk.week,
        desk.holidays,
    )

    assert {type(mapping) for mapping in mappings} == {FrozenMapping}


def test_every_text_can_be_asked_by_its_path() -> None:
    version = offer(DESK, "price: {base: 90 SEK per month}   # § 4.1\n")

    assert version.written["price.base"].text == "90 SEK per month"
    assert version.written["price.base"].cites == ("4.1",)
    assert version.top.prices[0].base
    assert version.top.prices[0].base.amount == Money(Decimal(90), "SEK")


def test_the_text_of_a_large_clause_is_cut() -> None:
    assert len(offer(DESK, PLANS).written[""].text) == 160


# What is wrong.


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        (
            "{week: {mon: closed}}",
            "CAL4 calendars.desk: the calendar has no open hours on any date; give it at least one window",
        ),
        (
            "{week: {mon: '08:00-12:00, 11:00-17:00'}}",
            "CAL4 calendars.desk: mon: two of the windows '08:00-12:00', '11:00-17:00' overlap; make them one",
        ),
        (
            "{week: {mon: 08:00-08:00}}",
            "CAL4 calendars.desk: mon: the window '08:00-08:00' is empty; a whole day is '00:00-24:00'",
        ),
        (
            "{week: {mon-tue: 08:00-12:00, tue: 08:00-17:00}}",
            "CAL4 calendars.desk.week: a day of the week stands twice; name each day once",
        ),
        (
            "{week: {mon: 08:00-17:00}, closed: [2026-07-01], also_open: {2026-07-01: 08:00-12:00}}",
            "CAL4 calendars.desk: 2026-07-01 is both in closed and in special; keep it in one of them",
        ),
        (
            "{week: {mon: 08:00-17:00}, holidays: SW}",
            (
                "FMT3 calendars.desk.holidays: 'SW' is not a place whose holidays are known; "
                "write a country's two letters, like DE, or a state of it, like DE-NW"
            ),
        ),
    ],
)
def test_a_calendar_that_cannot_be_is_told(calendar: str, sentence: str) -> None:
    assert wrong(f"calendars: {{desk: {calendar}}}\n") == [sentence]


# The hash.


def test_the_hash_is_the_same_for_the_same_content() -> None:
    spaced = OFFER.replace("offer: shop-support", "offer:   'shop-support'   # a comment, § 3").replace(
        "[en, sv]", "\n  - en\n  - sv"
    )

    assert hash_of(OFFER) == hash_of(spaced)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the web shop", "the webshop"),
        ("within 2 hours", "under 2 hours"),
        ("Butiksstöd", "Butikstöd"),
        ("08:00-17:00", "08:00-17:01"),
        ("holidays: SE", "holidays: NO"),
        ("reported, to: restored", "handed over, to: restored"),
        ("[en, sv]", "[en, sv, de]"),
    ],
)
def test_the_hash_changes_with_every_value(old: str, new: str) -> None:
    assert hash_of(OFFER) != hash_of(OFFER.replace(old, new))


def test_the_hash_changes_with_any_text_whatever() -> None:
    root, whole = tree(HEAD + DESK), offer(DESK)
    changed = [
        replaced(root, keys_of(path), replace(node, value=f"{node.text} and more"), node.place)
        for path, node in root.walk()
        if node.text
    ]
    versions = [version for version, _ in (build(Document(one), None) for one in changed) if version]

    assert len({version.hash for version in (*versions, whole)}) == len(versions) + 1


def test_the_order_of_keys_counts_because_the_worst_severity_comes_first() -> None:
    stop, slow = "  stop: {name: Stop}\n", "  slow: {name: Slow}\n"

    assert hash_of(f"{HEAD}severities:\n{stop}{slow}") != hash_of(f"{HEAD}severities:\n{slow}{stop}")


def test_the_hash_holds_the_holidays_not_only_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    before = hash_of(OFFER)
    monkeypatch.setattr("upheld.reading.places.dates", lambda *_: {date(2026, 1, 1): "Nyårsdagen"})

    assert hash_of(OFFER) != before


def test_versions_of_the_same_text_are_equal() -> None:
    def plain(version: Version) -> str:
        return repr(version.plans) + repr(version.shared.clocks)

    assert plain(offer(DESK, PLANS)) == plain(offer(DESK, PLANS))
