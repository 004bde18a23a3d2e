"""Small worlds for the rules of the linter: an offer or an agreement from a few lines, and what a rule finds in it."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from upheld.agreements import Version
from upheld.lint import lint
from upheld.problems import Problem
from upheld.reading import read

OFFER = """
format: support-agreement/1
offer: shop-support
title: Shop support
vendor: {name: Firm, country: SE}
service: the web shop
languages: [en]
time_zone: Europe/Stockholm
currency: SEK
clocks:
  respond: {name: Time to answer, from: reported, to: first human reply}
  restore: {name: Time to restore, from: reported, to: restored}
  update: {name: Time between updates, from: reported, to: each reply, until: restored}
"""
AGREEMENT = """
format: support-agreement/1
agreement: SHOP-1
on: shop-support
customer: {name: Customer, country: SE}
signed: 2026-01-12
valid: {from: 2026-02-01, to: 2028-01-31}
"""
AMENDMENT = """
format: support-agreement/1
amends: SHOP-1
number: 1
signed: 2026-05-20
effective: 2026-06-01
because: a second desk
"""
DESK = """
working_time: desk
calendars:
  desk: {week: {mon-fri: 08:00-17:00}, holidays: SE}
  always: 24/7
"""
SEVERITIES = """
severities:
  stop: {name: Stop, ask: Has the shop stopped?}
  slow: {name: Slow, ask: Is the shop slow?}
  question: {name: Question, otherwise: yes}
"""


def offer(*texts: str) -> Version:
    """Return the offer that some lines make, on top of a header and three clocks."""
    return _read(offer=_text(OFFER, *texts))


def agreement(*texts: str, on: str = "") -> Version:
    """Return the agreement that some lines make, on the offer that others make."""
    return _read(offer=_text(OFFER, on), agreement=_text(AGREEMENT, *texts))


def amendment(*texts: str, of: str = "", on: str = "") -> Version:
    """Return the version that an amendment makes of an agreement on an offer."""
    return _read(offer=_text(OFFER, on), agreement=_text(AGREEMENT, of), amendment=_text(AMENDMENT, *texts))


def found(version: Version, code: str) -> list[Problem]:
    """Return what the rule of a code finds."""
    return [problem for problem in lint(version) if problem.code == code]


def paths(version: Version, code: str) -> list[str]:
    """Return where the rule of a code finds something."""
    return [problem.path for problem in found(version, code)]


def _text(head: str, *texts: str) -> str:
    """Return a document: what the head says of a key falls away where the texts have it."""
    body = "".join(texts)
    said = {line.partition(":")[0] for line in body.splitlines() if not line.startswith(" ")}
    blocks = re.split(r"\n(?=\S)", head.strip())
    return "\n".join([*(block for block in blocks if block.partition(":")[0] not in said), body])


def _read(**files: str) -> Version:
    """Return the version of the last of some files that lie in one folder."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read(Path(folder) / f"{list(files)[-1]}.yaml")
