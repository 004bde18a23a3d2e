"""Small files for the tests of reading: an offer, an agreement and an amendment from a few lines each."""

from pathlib import Path

import pytest

from upheld.agreements import Version
from upheld.errors import Unreadable
from upheld.problems import Problem
from upheld.reading import read
from upheld.reading.building import build
from upheld.reading.documents import Document
from upheld.reading.merging import extended
from upheld.reading.text import Node, parse

HEAD = """\
format: support-agreement/1
offer: shop-support
title: {en: Shop support, sv: Butiksstöd}
vendor: {name: Firm, country: SE}
service: the web shop
languages: [en, sv]
time_zone: Europe/Stockholm
currency: SEK
"""
DESK = """\
working_time: desk
calendars:
  desk: {week: {mon-fri: 08:00-17:00}, holidays: SE}
  always: 24/7
clocks:
  respond: {name: Time to answer, from: reported, to: first human reply}
  restore: {name: Time to restore, from: reported, to: restored}
"""
PLANS = """\
plans:
  basic:
    promises: {any: {respond: within 8 working hours}}
  premium:
    extends: basic
    promises: {any: {respond: within 2 hours}}
"""
OFFER = HEAD + DESK + PLANS
AGREEMENT = """\
format: support-agreement/1
agreement: SHOP-1
on: shop-support
customer: {name: Customer, country: SE}
signed: 2026-01-12
valid: {from: 2026-02-01, to: 2028-01-31}
plan: basic
"""
AMENDMENT = """\
format: support-agreement/1
amends: SHOP-1
number: 1
signed: 2026-05-20
effective: 2026-06-01
because: a second desk
changes: {plans.basic.promises.any.respond: within 4 working hours}
"""


def tree(text: str) -> Node:
    """Return the tree of a text that nothing is wrong with."""
    root, problems = parse(text.encode(), "firm.yaml")
    assert root is not None
    assert problems == ()
    return root


def built(text: str) -> tuple[Version | None, list[Problem]]:
    """Return the version of an offer's text, or all that is wrong with it."""
    root, problems = extended(tree(text))
    version, wrong = build(Document(root), None)
    return (None, problems + wrong) if problems else (version, wrong)


def offer(*bodies: str) -> Version:
    """Return the version of an offer: its head, and what some texts add."""
    version, problems = built(HEAD + "".join(bodies))
    assert problems == []
    assert version is not None
    return version


def wrong(*bodies: str) -> list[str]:
    """Return what is wrong with an offer, without the places: "FMT1 plans: message; advice"."""
    return [f"{problem.code} {problem.sentence}" for problem in built(HEAD + "".join(bodies))[1]]


def files(folder: Path, **texts: str) -> Path:
    """Write texts into a folder as NAME.yaml; return the path of the last."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{list(texts)[-1]}.yaml"


def refused(path: Path) -> list[str]:
    """Return what is wrong with a file, each problem with its line: "offer:3 FMT1 plans: message; advice"."""
    with pytest.raises(Unreadable) as refusal:
        read(path)
    return [
        f"{Path(problem.file).stem}:{problem.line} {problem.code} {problem.sentence}"
        for problem in refusal.value.problems
    ]
