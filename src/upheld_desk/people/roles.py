"""Who may do what, and how far. This table is the only place that says so; `people.access` reads it.

A reach says on whose cases an act is allowed: one's own (those one reported or was added to), all of one's customer, or
all of the vendor. What an agreement allows beyond that, who may report or sign, is for its gates to say, not for this.
"""

from collections.abc import Mapping
from typing import Final, Literal

from upheld_desk.people.models import Person

Reach = Literal["", "own", "customer", "vendor"]

NOT: Final[Reach] = ""
OWN: Final[Reach] = "own"
FIRM: Final[Reach] = "customer"
ALL: Final[Reach] = "vendor"

ROLES: Final = tuple(role for role, _ in Person.ROLES)
OF_CUSTOMER: Final = ("contact", "customer-lead", "level-1")
OF_VENDOR: Final = ("staff", "lead", "account-manager", "finance", "admin")

# What one sees, reports and does on a case; then what an agreement asks for; then whom and what one looks after.
# fmt: off
_TABLE: Final[Mapping[str, tuple[Reach, ...]]] = {
    # act                      contact  customer-lead  level-1  staff  lead  account-manager  finance  admin
    "see case":               (OWN,     FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "report":                 (OWN,     FIRM,          FIRM,    NOT,   NOT,  NOT,             NOT,     NOT),
    "reply":                  (OWN,     FIRM,          FIRM,    ALL,   ALL,  NOT,             NOT,     ALL),
    "note":                   (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "see internal":           (NOT,     NOT,           NOT,     ALL,   ALL,  ALL,             ALL,     ALL),
    "watch":                  (OWN,     FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "classify":               (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "object":                 (OWN,     FIRM,          FIRM,    NOT,   NOT,  NOT,             NOT,     NOT),
    "decide objection":       (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "ask severity":           (OWN,     FIRM,          FIRM,    ALL,   ALL,  NOT,             NOT,     ALL),
    "hand over":              (NOT,     FIRM,          FIRM,    ALL,   ALL,  NOT,             NOT,     ALL),
    "assign":                 (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "start work":             (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "wait":                   (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "resume":                 (OWN,     FIRM,          FIRM,    ALL,   ALL,  NOT,             NOT,     ALL),
    "log effort":             (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "forecast":               (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "call":                   (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "visit":                  (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "not fixed remotely":     (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "forward":                (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "restore":                (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "propose":                (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "approve":                (OWN,     FIRM,          FIRM,    NOT,   NOT,  NOT,             NOT,     NOT),
    "refuse solution":        (OWN,     FIRM,          FIRM,    NOT,   NOT,  NOT,             NOT,     NOT),
    "close":                  (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "reopen":                 (OWN,     FIRM,          FIRM,    ALL,   ALL,  NOT,             NOT,     ALL),
    "merge":                  (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "link":                   (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "withdraw":               (OWN,     FIRM,          FIRM,    ALL,   ALL,  NOT,             NOT,     ALL),
    "mark duplicate":         (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),

    "see agreement":          (FIRM,    FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "see allowances":         (FIRM,    FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "mark done":              (NOT,     NOT,           NOT,     ALL,   ALL,  ALL,             ALL,     ALL),
    "book allowance":         (NOT,     FIRM,          FIRM,    ALL,   ALL,  ALL,             NOT,     ALL),
    "complete booking":       (NOT,     NOT,           NOT,     ALL,   ALL,  ALL,             NOT,     ALL),
    "credit allowance":       (NOT,     NOT,           NOT,     NOT,   ALL,  ALL,             ALL,     ALL),
    "sign agreement":         (NOT,     FIRM,          NOT,     NOT,   NOT,  ALL,             NOT,     ALL),
    "upload agreement":       (NOT,     NOT,           NOT,     NOT,   NOT,  ALL,             NOT,     ALL),

    "see people":             (FIRM,    FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "manage customer people": (NOT,     FIRM,          NOT,     NOT,   ALL,  ALL,             NOT,     ALL),
    "manage staff":           (NOT,     NOT,           NOT,     NOT,   NOT,  NOT,             NOT,     ALL),
    "see refusals":           (NOT,     FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "log call":               (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "triage mail":            (NOT,     NOT,           NOT,     ALL,   ALL,  NOT,             NOT,     ALL),
    "make token":             (OWN,     OWN,           OWN,     OWN,   OWN,  OWN,             OWN,     OWN),
    "see everybody's duties": (NOT,     FIRM,          FIRM,    ALL,   ALL,  ALL,             ALL,     ALL),
    "settings":               (NOT,     NOT,           NOT,     NOT,   NOT,  NOT,             NOT,     ALL),
}
# fmt: on

ACTS: Final[Mapping[str, Mapping[str, Reach]]] = {
    act: dict(zip(ROLES, line, strict=True)) for act, line in _TABLE.items()
}

_WORDS: Final[Mapping[Reach, str]] = {NOT: "–", OWN: "own", FIRM: "the customer's", ALL: "the vendor's"}


def reach(role: str, act: str) -> Reach:
    """Return how far a role may do an act; empty: not at all. An act that there is not is a mistake of the caller."""
    return ACTS[act][role]


def is_of_side(role: str, act: str) -> bool:
    """Say whether anybody on a role's side may do an act; where nobody may, they need not know that it exists."""
    side = OF_CUSTOMER if role in OF_CUSTOMER else OF_VENDOR
    return any(ACTS[act][other] for other in side)


def table() -> str:
    """Return the table as Markdown, as the page of documentation has it."""
    lines = [("act", *ROLES), ("---",) * (len(ROLES) + 1)]
    lines += [(act, *(_WORDS[found] for found in by_role.values())) for act, by_role in ACTS.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
