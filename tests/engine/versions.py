"""Versions for tests: an agreement from 1 April 2026 in Berlin that promises nothing, and its amendments."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.engine.world import clause, definitions, said
from upheld.agreements import Customer, Part, Signature, Version


def part(name: str, **changes: Any) -> Part:  # noqa: ANN401  any field of a part
    """Return a part that adds nothing."""
    empty = Part(
        id=name, name=said(name), audience=said(""), gives=said(""), extends=None, obligatory="", usual=False,
        needs=(), replaces=(), term=None, promises=(), unpromised=None, checkpoints=(), allowances=(), prices=(),
        credits=(), invoicing=None, channels=(), contacts=None, callers=(), handles=(), tiers=(), roles=(), help=None,
        queue="", closing=None, steps=(), routines=(), clause=clause(name),
    )  # fmt: skip
    return replace(empty, **changes)


def version(number: int = 0, before: Version | None = None, **changes: Any) -> Version:  # noqa: ANN401  any field
    """Return a signed version: the agreement from 1 April 2026, or an amendment from 1 October."""
    effective = date(2026, 10, 1) if number else date(2026, 4, 1)
    signature = Signature(
        "A-1",
        Customer("Customer", "DE"),
        date(2026, 3, 1),
        date(2026, 4, 1),
        None,
        None,
        None,
        "basic",
        (),
        (),
        number,
        effective,
        "",
    )
    empty = Version(
        id="A-1", title=said("A"), vendor="V", service=said(""), languages=("en",), hash=f"hash-{number}",
        signature=signature, shared=definitions(), top=part(""), plans={"basic": part("basic")}, modules={},
        holes=(), open_points=(), before=before,
    )  # fmt: skip
    return replace(empty, **changes)
