"""Small histories and an agreement with much in it, for the tests of replays."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from upheld import cases, clocks, read
from upheld.events import Reported
from upheld.replay import Standing
from upheld.replay.budgets import NONE
from upheld.replay.evaluating import evaluate
from upheld.replay.facts import Facts, gathered
from upheld.replay.rows import ROW
from upheld.replay.tables import EVENT
from upheld.replay.verdicts import numbered, table

ROOT = Path(__file__).parents[3]
SERVICENOW = ROOT / "examples" / "servicenow-2016"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 10:00 in Berlin

DESK = """\
format: support-agreement/1
offer: desk
title: Desk support
vendor: {name: Nordlicht, country: DE}
service: the desk
languages: [en]
time_zone: Europe/Berlin
currency: EUR
working_time: desk
calendars:
  desk: {week: {mon-fri: 09:00-17:00}, holidays: none}
  late: {week: {mon-sat: "10:00-14:00, 15:00-22:00"}, holidays: none}
kinds: {incident: Something is broken, question: A question}
severities:
  stop: {name: Standstill}
  slow: {name: Disturbed}
  small: {name: A small thing}
  wish: {name: A wish}
classification: {by: vendor}
clocks:
  reply: {name: Time to reply, from: reported, to: first human reply}
  start: {name: Work started, from: reported, to: work started, pauses: [waiting for customer]}
  restore:
    {name: Restored, from: work started, to: restored, pauses: [waiting for customer, waiting for third party]}
  solve:
    name: Solved
    from: reported
    to: solved
    pauses: [waiting for customer, waiting for access, waiting for third party]
  close: {name: Closed, from: reported, to: closed}
  approve: {name: Approved, from: solved, to: approved}
  update: {name: News, from: reported, to: each reply, until: closed}
promises:
  stop:
    reply: within 30 minutes
    start: under 1 working hour
    restore: within 4 hours in late
    solve: within 8 working hours
    close: under 3 days
    update: every 120 minutes
  slow:
    reply: within 2 working hours
    restore: under 8 hours in late
    solve: within 16 working hours
    close: under 5 working days
    approve: within 4 hours in late
  small:
    - {reply: as soon as possible, solve: within 40 hours in late, close: to be agreed}
    - {start: within 3 working hours, only: {channel: phone}}
  any: {start: within 8 working hours}
unpromised: as slow
"""
BY_CUSTOMER = DESK.replace(
    "classification: {by: vendor}",
    "classification: {by: customer, default: small, raise: {to: [stop, slow], needs: [phone]}}",
)
MEASURED = DESK.replace("unpromised: as slow", "unpromised: measured only").replace(
    "classification: {by: vendor}", "classification: {by: vendor, default: wish}"
)


@cache
def standing(text: str = DESK) -> Standing:
    """Return what an offer promises."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "offer.yaml"
        path.write_text(text, encoding="utf-8")
        return Standing.of(read(path))


def hours(number: float) -> int:
    """Return the instant so many hours after Monday morning, in seconds since 1970."""
    return int((MONDAY + timedelta(hours=number)).timestamp())


def facts(*rows: Mapping[str, Any]) -> Facts:
    """Return rows with `at` in hours after Monday morning as facts; they are of the case 'a' if they name none."""
    filled = [{"case": "a", **row, "at": hours(row["at"])} for row in rows]
    schema = {"severity": pl.String, "ground": pl.String, "on": pl.String, "reported": pl.Int64, "channel": pl.String}
    frame = pl.DataFrame(filled, schema_overrides={**schema, "event": EVENT}, infer_schema_length=None)
    return gathered(frame.with_row_index(ROW, offset=1))


def judged(found: Facts, terms: Standing, now: datetime) -> pl.DataFrame:
    """Return the verdicts by columns."""
    return evaluate(found, terms, now).runs


def judged_one_by_one(found: Facts, terms: Standing, now: datetime) -> pl.DataFrame:
    """Return the verdicts as `upheld.clocks` gives them, case by case."""
    runs = []
    reported = np.full(len(found.starts) - 1, NONE)
    for index in range(len(reported)):
        log = found.log(index)
        if any(isinstance(fact, Reported) for fact in log):
            under = terms.for_log(log)
            case = cases.read(log, under, now)
            assert case
            reported[index] = int(case.reported.timestamp())
            runs += [(index, run) for run in clocks.follow(under, case, now)]
    return table([numbered(runs, terms)], found.cases, reported, terms)
