"""A small world for tests: terms with nothing in them, of which a test changes what it is about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from upheld.agreements import Classification, Definitions, Terms, Text
from upheld.reasons import Clause


def clause(path: str, text: str = "") -> Clause:
    """Return a clause at a path."""
    return Clause(path, text)


def said(text: str) -> Text:
    """Return a text in one language."""
    return Text({"en": text})


def definitions(**changes: Any) -> Definitions:  # noqa: ANN401  any field of Definitions
    """Return definitions for Berlin and EUR that define nothing else."""
    empty = Definitions(
        zone="Europe/Berlin",
        currency="EUR",
        working_time=None,
        calendars={},
        facts=(),
        severities=(),
        classification=Classification("vendor", None, None, None, None, clause("classification")),
        clocks={},
        meters={},
        kinds={},
        services=(),
        releases=None,
        third_parties=(),
        reopen_within=timedelta(days=14),
    )
    return replace(empty, **changes)


def terms(**changes: Any) -> Terms:  # noqa: ANN401  any field of Terms
    """Return terms that promise nothing."""
    empty = Terms(
        plan=None,
        modules=(),
        shared=definitions(),
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
    )
    return replace(empty, **changes)
