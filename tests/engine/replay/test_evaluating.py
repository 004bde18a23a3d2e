from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.replay.histories import (
    BY_CUSTOMER,
    DESK,
    MEASURED,
    MONDAY,
    ROOT,
    SERVICENOW,
    facts,
    hours,
    judged,
    judged_one_by_one,
    standing,
)
from upheld import read
from upheld.errors import BeyondYears
from upheld.replay import History, Standing
from upheld.replay.evaluating import evaluate
from upheld.replay.facts import Facts, gathered, instant

NOW = MONDAY + timedelta(days=20)
SEVERITIES = st.sampled_from(["stop", "slow", "small", "wish"])
OFTEN = st.sampled_from(
    [
        *("classified", "classified", "wait started", "wait ended", "customer replied", "replied", "work started"),
        *("restored", "solution proposed", "closed", "reopened"),
    ]
)
SELDOM = st.sampled_from(
    [
        *("absorbed", "severity asked", "solution refused", "solution approved", "merged", "withdrawn"),
        *("handed over", "called", "effort logged", "assigned"),
    ]
)
GAPS = st.sampled_from([0, 0, 1 / 60, 0.5, 1, 4, 7.25, 16, 24, 30, 70])
WORDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "classified": st.fixed_dictionaries(
        {"severity": SEVERITIES, "ground": st.sampled_from([None, "new facts", "correction"])}
    ),
    "severity asked": st.fixed_dictionaries({"severity": SEVERITIES, "channel": st.sampled_from(["phone", "mail"])}),
    "wait started": st.fixed_dictionaries({"on": st.sampled_from([None, "customer", "access", "third party"])}),
    "replied": st.fixed_dictionaries({"automatic": st.sampled_from([None, True, False])}),
    "handed over": st.fixed_dictionaries({"level": st.sampled_from([1, 2, None])}),
    "absorbed": st.integers(-50, 50).map(lambda hour: {"reported": hours(hour)}),
}


@st.composite
def cases(draw: st.DrawFn, kinds: st.SearchStrategy[str]) -> list[dict[str, Any]]:
    hour = draw(st.integers(-40, 100))
    claimed = draw(st.sampled_from([None, "stop", "slow", "small", "nonsense"]))
    rows: list[dict[str, Any]] = [
        {
            "at": hour,
            "event": "reported",
            "channel": draw(st.sampled_from([None, "phone", "mail"])),
            "severity": claimed,
        }
    ]
    at: float = hour
    for kind in draw(st.lists(kinds, max_size=10)):
        at += draw(GAPS)
        rows.append({"at": at, "event": kind, **draw(WORDS.get(kind, st.just({})))})
    return rows


def together(histories: list[list[dict[str, Any]]]) -> Facts:
    return facts(*({"case": f"c{number}", **row} for number, rows in enumerate(histories) for row in rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(cases(OFTEN), min_size=1, max_size=12), st.sampled_from([DESK, BY_CUSTOMER, MEASURED]))
def test_columns_say_what_the_clocks_say_with_pauses_severity_changes_and_reopenings(
    histories: list[list[dict[str, Any]]], text: str
) -> None:
    found, terms = together(histories), standing(text)

    assert judged(found, terms, NOW).equals(judged_one_by_one(found, terms, NOW))


@settings(max_examples=30, deadline=None)
@given(st.lists(cases(OFTEN | SELDOM), min_size=1, max_size=8), st.sampled_from([DESK, BY_CUSTOMER]))
def test_columns_say_what_the_clocks_say_of_what_is_seldom(histories: list[list[dict[str, Any]]], text: str) -> None:
    found, terms = together(histories), standing(text)

    assert judged(found, terms, NOW).equals(judged_one_by_one(found, terms, NOW))


def servicenow(agreement: str) -> tuple[Facts, Standing]:
    terms = Standing.of(read(SERVICENOW / agreement))
    history = History.of(SERVICENOW / "incident_event_log.csv.gz", SERVICENOW / "mapping.yaml", [terms])
    rows = pl.concat([chunk.frame for chunk in history.chunks()])
    return gathered(history.events(rows)[0]), terms


def test_columns_say_what_the_clocks_say_of_every_case_of_the_shipped_log() -> None:
    found, terms = servicenow("agreement.yaml")
    until = instant(int(found.at.max()))

    assert judged(found, terms, until).equals(judged_one_by_one(found, terms, until))


def test_columns_say_what_the_clocks_say_of_the_shipped_log_under_another_agreement() -> None:
    whole, terms = servicenow("what-if.yaml")
    waits = whole.frame.filter(pl.col("event").is_in(["wait started", "reopened"]))["case"].unique().sort()
    found = gathered(whole.frame.filter(pl.col("case").is_in(waits[::3].implode())))
    until = instant(int(whole.at.max()))

    assert len(found.starts) > 1500
    assert judged(found, terms, until).equals(judged_one_by_one(found, terms, until))


@pytest.mark.parametrize(
    "agreement", ["startrac/chemiepark-nord.yaml", "comarch/papierwerk-isar.yaml", "stratiteq/fjallbygd-energi.yaml"]
)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_columns_say_what_the_clocks_say_of_real_agreements(agreement: str, data: st.DataObject) -> None:
    terms = Standing.of(read(ROOT / "agreements" / agreement))
    names = terms.severities[:-1] or ("any",)
    histories = data.draw(st.lists(cases(OFTEN), min_size=1, max_size=5))
    for row in (row for rows in histories for row in rows if row.get("severity")):
        row["severity"] = names[hash(row["severity"]) % len(names)]
    later = timedelta(days=400)
    rows = together(histories).frame.with_columns(pl.col("at") + int(later.total_seconds()))
    # What a report leaves open may meet two promises equally well.
    found = gathered(rows.with_columns(pl.col("channel").fill_null("phone")))

    assert judged(found, terms, NOW + later).equals(judged_one_by_one(found, terms, NOW + later))


def test_without_an_end_nothing_is_said_about_open_cases() -> None:
    found = facts(
        {"case": "open", "at": 0, "event": "reported"},
        {"case": "shut", "at": 0, "event": "reported"},
        {"case": "shut", "at": 1, "event": "classified", "severity": "slow"},
        {"case": "shut", "at": 1, "event": "closed"},
    )
    close_only = standing(DESK.replace("    update: every 120 minutes\n", ""))

    verdicts = evaluate(found, close_only)

    assert verdicts.is_open.tolist() == [True, False]
    assert verdicts.runs["case"].unique().to_list() == ["shut"]


def test_a_report_that_two_promises_fit_equally_well_is_named_and_not_judged() -> None:
    twice = "    - {start: within 5 hours, only: {kind: incident}}\n    - {start: within 3 working hours"
    terms = standing(DESK.replace("    - {start: within 3 working hours", twice))
    rows: list[dict[str, Any]] = [
        {
            "case": case,
            "at": 0,
            "event": event,
            "severity": "small" if event == "classified" else None,
            "channel": channel,
        }
        for case, channel in (("by phone", "phone"), ("by mail", "mail"))
        for event in ("reported", "classified")
    ]

    verdicts = evaluate(facts(*rows), terms, NOW)

    assert verdicts.runs["case"].unique().to_list() == ["by mail"]
    (unclear,) = verdicts.unclear
    assert str(unclear).startswith(
        "row 1: the case cannot be judged: promises.small.1.start and promises.small.2.start"
    )


def test_an_agreement_that_does_not_know_the_years_of_the_log_says_so() -> None:
    offer = Standing.of(read(ROOT / "agreements" / "stratiteq" / "offer.yaml"))
    rows = [
        {"at": -24 * 365 * 60, "event": "reported"},
        {"at": -24 * 365 * 60, "event": "classified", "severity": "p1"},
    ]

    with pytest.raises(BeyondYears, match="clock 'start_work': the answer lies before the first date of the calendar"):
        evaluate(facts(*rows), offer, NOW)


def test_a_case_without_a_report_is_counted_and_not_judged() -> None:
    verdicts = evaluate(facts({"at": 0, "event": "closed"}), standing(), NOW)

    assert (verdicts.unreported, verdicts.runs.height) == (1, 0)


def test_a_case_follows_the_version_in_force_when_it_was_reported() -> None:
    version = read(ROOT / "agreements" / "comarch" / "papierwerk-isar.yaml")
    terms = Standing.of(version)
    effective = int((version.effective_from - MONDAY).total_seconds() // 3600)
    histories = [
        [
            {"at": effective + shift, "event": "reported"},
            {"at": effective + shift, "event": "classified", "severity": name},
        ]
        for shift in (-1, 1)
        for name in terms.severities[:-1]
    ]
    found, now = together(histories), version.effective_from + timedelta(days=10)

    assert judged(found, terms, now).equals(judged_one_by_one(found, terms, now))
