"""Agreements: one version of an offer or a signed agreement, as frozen data.

A version is never edited; a change makes a new one that knows the one before. `Terms` are what a version means for
one plan and its modules, with every inheritance resolved: all that evaluates, prices or explains takes `Terms`.

>>> Text({"de": "Reaktionszeit", "en": "Response time"}).in_language("sv")
'Reaktionszeit'
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from upheld.calendars import Calendar, time_zone
from upheld.mappings import FrozenMapping
from upheld.money import Money
from upheld.quantities import Quantity
from upheld.reasons import Clause
from upheld.rhythms import Rhythm

ANY: Final = "any"  # every severity
Party = Literal["vendor", "customer"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language; the first language is the binding one."""

    by_language: Mapping[str, str]

    def in_language(self, language: str) -> str:
        """Return the text in `language`, or else in the binding language."""
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")


NO_TEXT: Final = Text(FrozenMapping())


# --- Severity ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """A question about a case, with the answers there are."""

    id: str
    ask: Text
    answers: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True, slots=True)
class Severity:
    """A class of cases. It is reached by any row of `when`, each row being answers that must all be given."""

    id: str
    rank: int  # 1 is worst
    name: Text
    when: tuple[Mapping[str, tuple[str, ...]], ...]  # fact -> the answers that fit; empty: only claimed or otherwise
    otherwise: bool
    also_called: tuple[str, ...]
    examples: Text
    clause: Clause


@dataclass(frozen=True, slots=True)
class Raise:
    """How a customer gets a higher severity: to which, on which channels it must be asked for, and until when."""

    to: tuple[str, ...]
    needs: tuple[str, ...]  # channels; the raise counts from the instant the last of them was used
    when: Literal["at registration", "any time"]
    clause: Clause


@dataclass(frozen=True, slots=True)
class Objection:
    """Who may object to a classification, on what ground, and who then decides."""

    by: Party
    ground: Text
    decided_by: Text
    clause: Clause


@dataclass(frozen=True, slots=True)
class Classification:
    """Who gives a case its severity, and how that may be changed."""

    by: Literal["vendor", "customer", "criteria", "contract"]
    default: str | None
    told_to: Party | None
    objection: Objection | None
    raising: Raise | None
    clause: Clause


# --- Clocks and checkpoints -------------------------------------------------------------------------------------------

Milestone = Literal[
    "reported",
    "handed over",  # by level 1 to the level that works on it
    "first human reply",  # an automatic receipt does not count
    "each reply",  # for promises that repeat
    "work started",
    "restored",  # usable again, a workaround included
    "solved",  # a solution was proposed
    "approved",  # by the customer
    "closed",
]
Wait = Literal["waiting for customer", "waiting for access", "waiting for third party"]


@dataclass(frozen=True, slots=True)
class Clock:
    """What is measured: from which milestone to which, and which waits make it pause."""

    id: str
    name: Text
    start: Milestone
    stop: Milestone
    until: Milestone | None  # ends a clock that repeats
    pauses: frozenset[Wait]
    clause: Clause


@dataclass(frozen=True, slots=True)
class Only:
    """A condition on how a case came in; an empty part accepts everything."""

    channels: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def parts(self) -> int:
        """Count the conditions: of two promises that fit, the one with more of them is the more specific."""
        return sum(1 for part in (self.channels, self.callers, self.kinds) if part)


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the table of promises: this clock, for this severity, within this quantity."""

    severity: str  # an id, or ANY
    clock: str
    quantity: Quantity
    only: Only
    clause: Clause


@dataclass(frozen=True, slots=True)
class Unpromised:
    """What a severity without any promise gets: another severity's clocks, or measurement only."""

    same_as: str | None  # None: measured only
    clause: Clause


@dataclass(frozen=True, slots=True)
class Measure:
    """What a checkpoint watches, and the limit that it passes.

    `subject` is a clock or an allowance by id, or ANY of them, for `share`, `missed` and `allowance`; it means nothing
    otherwise.
    """

    kind: Literal["share", "missed", "effort", "forecast", "no work", "allowance"]
    subject: str = ""
    share: Decimal = Decimal(0)  # 0.75 is 75 %
    time: Quantity | None = None  # for effort, forecast and no work


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Somebody must be told, or something done, when a measure passes a limit."""

    id: str
    when: Measure
    tell: tuple[str, ...]  # roles
    do: Text
    of: Party
    clause: Clause
    done_by: str = ""  # an event that shows it done; empty: telling is all


# --- Allowances -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UsedUp:
    """What happens to a request when the allowance is used up."""

    do: Literal["refuse", "accept and flag", "charge", "offer", "to be agreed"]
    price: Money | None  # for charge, per unit
    module: str  # for offer
    clause: Clause


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much of something, granted per period or bought once, and how it is used."""

    id: str
    unit: str  # case, point, hour, training
    amount: Decimal | None  # None: to be agreed
    per: Rhythm | None  # None: granted once
    step: Decimal | None  # use is rounded up to this
    counts: tuple[str, ...]  # kinds of case that count; empty: all
    not_counted: tuple[str, ...]  # duplicates, vendor faults
    carry_over: bool
    expires: Rhythm | None  # after so many months; None: never, or with its period
    overdraft: bool
    price: Money | None
    when_used_up: Mapping[str, UsedUp]  # severity or ANY
    catalogue: Mapping[str, Decimal]  # item -> units
    reserve: str  # "opened" or "ordered"
    settle: str  # "closed", "accepted", "done"
    release: tuple[str, ...]  # "refused", "duplicate", "cancelled"
    where: tuple[str, ...]  # where it may take place; empty: that does not matter
    clause: Clause


# --- Prices -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meter:
    """What use is counted for a price."""

    id: str
    unit: str
    per: Rhythm
    what: Text
    source: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount with the clause it stands in; no amount means to be agreed."""

    amount: Money | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a meter's use above a border, up to the next slice's border, and its rate."""

    above: Decimal
    rate: Decimal  # 0.19 is 19 %; with mode "per unit" an amount of money for each unit
    clause: Clause


@dataclass(frozen=True, slots=True)
class Metered:
    """A price by use: graduated prices each slice at its own rate, volume prices all use at the rate it reaches."""

    meter: str
    mode: Literal["graduated", "volume", "per unit"]
    slices: tuple[Slice, ...]
    rate: Money | None  # for "per unit"; None there: to be agreed
    clause: Clause
    name: Text = NO_TEXT  # what the invoice calls it


@dataclass(frozen=True, slots=True)
class Indexation:
    """A yearly change of the base, with its cap."""

    every: Rhythm
    on: tuple[int, int] | None  # month and day
    at_most: Decimal  # 0.03 is 3 %
    clause: Clause


@dataclass(frozen=True, slots=True)
class Price:
    """What a plan or a module costs: a base for each period, use, and a floor under the sum of both."""

    source: str  # "plans.premium" or "modules.cloud"
    included: bool  # the price is zero, and a line says so
    base: Fee | None
    per: Rhythm
    plus: tuple[Metered, ...]
    minimum: Fee | None
    indexed: Indexation | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Credit:
    """What a missed promise costs the vendor."""

    id: str
    clock: str
    severities: tuple[str, ...]  # empty: all
    share: Decimal | None  # of the base of the month; 0.05 is 5 %
    amount: Money | None
    each: Literal["miss", "started hour late", "started day late"]
    cap: Decimal | None  # of the base of the month
    clause: Clause


@dataclass(frozen=True, slots=True)
class Invoicing:
    """How what is owed is billed."""

    every: Rhythm
    when: Literal["in advance", "in arrears"]
    form: str
    pay_within: timedelta | None
    vat: Decimal | None  # 0.19 is 19 %
    clause: Clause


# --- People, gates, procedures ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to report: when it takes reports, and when somebody is there. None: at any time, or by appointment."""

    id: str
    accepts: str | None  # a calendar by id
    staffed: str | None
    by_appointment: bool
    clause: Clause


@dataclass(frozen=True, slots=True)
class Contacts:
    """How many people of the customer may report."""

    least: int
    most: int | None  # None: unlimited
    clause: Clause


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of support: whose people it is, and what they do."""

    level: int
    of: Party
    does: Text
    clause: Clause


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody named: a technical account manager, an owner, the people who may report."""

    id: str
    of: Party
    people: tuple[str, ...]  # empty: nobody was named yet
    deputies: tuple[str, ...]
    does: Text
    clause: Clause


@dataclass(frozen=True, slots=True)
class Help:
    """What help covers beyond incidents."""

    structure: Text
    third_party_software: Literal["none", "advice", "advice and fixing"]
    account: str | None  # the calendar in which account questions are answered; None: not covered
    clause: Clause


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a case needs, and what the customer's silence means."""

    needs_approval: bool
    approved_by_silence_after: Quantity | None  # None: silence never approves
    remind_after: Quantity | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Step:
    """A step that must happen: who does what, when which event calls for it, and which event shows it done."""

    id: str
    of: Party
    when: str  # an event, or "always"
    do: Text
    done_by: str  # an event; empty: a standing duty without proof
    within: Quantity | None
    clause: Clause
    before: str = ""  # a severity: to be done before a case is classed so


@dataclass(frozen=True, slots=True)
class Routine:
    """Something that comes round: reviews, meetings, releases, checks."""

    id: str
    kind: Literal["review", "meeting", "release", "routine"]
    every: Rhythm
    of: Party
    topic: Text
    where: tuple[str, ...]
    attended_by: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    """A stage of every release, in order."""

    id: str
    what: Text
    on: str
    lasts: timedelta | None
    at_least: timedelta | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told about which changes, how, and how long before."""

    about: str
    to: str
    by: str
    ahead: timedelta | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Releases:
    """The release cycle: its rhythm is a `Routine`; these are its stages and notices."""

    change_by: Mapping[str, tuple[str, ...]]  # route -> kinds of case
    steps: tuple[ReleaseStep, ...]
    notices: tuple[Notice, ...]
    clause: Clause


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A supplier's contract under ours: what it covers, and what it promises us."""

    id: str
    name: str
    kind: Literal["hardware", "software", "service"]
    covers: tuple[str, ...]
    contract_holder: Party | None  # None: to be agreed
    ends: date | None
    forwarding: timedelta  # what we need to pass a case on
    calendars: Mapping[str, Calendar]
    working_time: str | None
    promises: tuple[Promise, ...]
    clause: Clause
    called_by: tuple[Party, ...] = ()  # who may call the supplier; empty: the contract holder


# --- The whole --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Definitions:
    """What all plans and modules of a version share: the words that promises are written in."""

    zone: str
    currency: str
    working_time: str | None
    calendars: Mapping[str, Calendar]
    facts: tuple[Fact, ...]
    severities: tuple[Severity, ...]  # worst first
    classification: Classification
    clocks: Mapping[str, Clock]
    meters: Mapping[str, Meter]
    kinds: Mapping[str, Text]  # kinds of case that are known, with their definitions
    services: tuple[str, ...]  # what is covered; empty: everything of the vendor's
    releases: Releases | None
    third_parties: tuple[ThirdParty, ...]
    reopen_within: timedelta


@dataclass(frozen=True, slots=True)
class Part:
    """What the top of the file, a plan, a module or an option of a module adds: its description and its promises."""

    id: str  # "" for the top of the file, "third-party-management" of module "operations": "operations.third-..."
    name: Text
    audience: Text
    gives: Text
    extends: str | None
    obligatory: str  # "", "always", or the product whose use makes it so
    usual: bool
    needs: tuple[str, ...]
    replaces: tuple[str, ...]
    term: Rhythm | None
    promises: tuple[Promise, ...]
    unpromised: Unpromised | None
    checkpoints: tuple[Checkpoint, ...]
    allowances: tuple[Allowance, ...]
    prices: tuple[Price, ...]
    credits: tuple[Credit, ...]
    invoicing: Invoicing | None
    channels: tuple[Channel, ...]
    contacts: Contacts | None
    callers: tuple[str, ...]
    handles: tuple[str, ...]  # kinds of case that the promises cover; empty: all
    tiers: tuple[Tier, ...]
    roles: tuple[Role, ...]
    help: Help | None
    queue: Literal["first", "before others", ""]
    closing: Closing | None
    steps: tuple[Step, ...]
    routines: tuple[Routine, ...]
    clause: Clause


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one plan and a set of modules: everything promised, with every inheritance resolved."""

    plan: str | None
    modules: tuple[str, ...]
    shared: Definitions
    promises: tuple[Promise, ...]
    unpromised: Unpromised | None
    checkpoints: tuple[Checkpoint, ...]
    allowances: tuple[Allowance, ...]
    prices: tuple[Price, ...]
    credits: tuple[Credit, ...]
    invoicing: Invoicing | None
    channels: tuple[Channel, ...]
    contacts: Contacts | None
    callers: tuple[str, ...]
    handles: tuple[str, ...]
    tiers: tuple[Tier, ...]
    roles: tuple[Role, ...]
    help: Help | None
    queue: Literal["first", "before others", ""]
    closing: Closing | None
    steps: tuple[Step, ...]
    routines: tuple[Routine, ...]

    def severity(self, name: str) -> Severity:
        """Return the severity with that id; KeyError where there is none."""
        return {severity.id: severity for severity in self.shared.severities}[name]

    def budget(self, quantity: Quantity) -> timedelta | None:
        """Return the time that a quantity allows; None for best effort and for what is to be agreed.

        A working day is as long as the open days of its calendar; ValueError where they differ.
        """
        if self.is_open(quantity):
            return None
        calendar = self.calendar(quantity)
        if quantity.days is None or calendar is None:
            return quantity.limit
        length = day_length(calendar)
        if length is None:
            message = f"'{quantity.text}' counts days of a calendar whose days are not equally long"
            raise ValueError(message)
        numerator, denominator = quantity.days.as_integer_ratio()
        return length * numerator / denominator

    def calendar(self, quantity: Quantity) -> Calendar | None:
        """Return the calendar that a quantity runs in; None where it runs day and night, or nobody has agreed when."""
        return self.shared.calendars.get(self.hours(quantity))

    def hours(self, quantity: Quantity) -> str:
        """Return the name of the calendar that a quantity runs in; empty where it runs day and night."""
        return (self.shared.working_time if quantity.working else quantity.calendar) or ""

    def is_open(self, quantity: Quantity) -> bool:
        """Say whether a quantity is still to be agreed: itself, or the hours that it runs in."""
        return quantity.is_hole or (not quantity.runs_plainly and self.calendar(quantity) is None)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Where the wording is open: what is taken, why, what else it could mean, and how it was settled."""

    id: str
    at: str  # a path
    default: Text
    because: Text
    otherwise: tuple[str, ...]
    settled: Text | None  # None: open
    clause: Clause
    between: tuple[str, ...] = ()  # clauses of the paper that say it differently; empty: one clause, open in itself


@dataclass(frozen=True, slots=True)
class Era:
    """The days on which one version's terms hold: from `starts` up to and without `ends`."""

    terms: Terms
    starts: date
    ends: date | None  # None: nothing ends them yet
    contract: date  # contract months and years count from this day
    version: str = ""  # the hash of the version; empty for terms that stand for themselves
    amendment: int = 0


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys the support, as the agreement and its invoices name them."""

    name: str
    country: str  # two letters
    vat_id: str = ""
    buyer_reference: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who agreed on what, when, for how long. Dates are the agreement's local days."""

    number: str
    customer: Customer
    signed: date
    starts: date
    ends: date | None  # the last day; None: open-ended
    notice: timedelta | Rhythm | None  # how long before its end it can be ended: days, or months
    renews: Rhythm | None  # by how many months at its end; None: it ends
    plan: str | None
    modules: tuple[str, ...]
    installed: tuple[str, ...]  # the vendor's products that the customer uses
    amendment: int  # 0: the agreement itself
    effective: date
    because: str
    retroactive: bool = False  # an amendment that was signed after it took effect, and says so

    @property
    def term(self) -> str:
        """Return the first and the last day in words for a message."""
        return f"from {self.starts}" + (f" to {self.ends}" if self.ends else "")

    def is_in_force(self, day: date) -> bool:
        """Say whether a local day lies in the term."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an offer or agreement, immutable; `hash` names its whole resolved content."""

    id: str
    title: Text
    vendor: str
    service: Text
    languages: tuple[str, ...]  # the first is binding
    hash: str  # SHA-256 of the resolved content with its frozen holidays, in hexadecimal
    signature: Signature | None  # None: an offer
    shared: Definitions
    top: Part
    plans: Mapping[str, Part]
    modules: Mapping[str, Part]  # options too, as "module.option"
    holes: tuple[Clause, ...]  # of what was chosen; of an offer all
    open_points: tuple[OpenPoint, ...]
    before: "Version | None"
    written: Mapping[str, Clause] = field(default_factory=FrozenMapping)  # every text of the resolved file by its path
    support_in: tuple[str, ...] = ()  # languages in which help is given

    def in_force(self, reported: datetime) -> "Version":
        """Return the version that holds for a case reported at that instant: a later amendment does not touch it."""
        version = self
        while version.before and version.signature and reported < version.effective_from:
            version = version.before
        return version

    @property
    def effective_from(self) -> datetime:
        """Return the first instant of this version, in UTC; an offer holds since ever."""
        if self.signature is None:
            return datetime.min.replace(tzinfo=UTC)
        return datetime.combine(self.signature.effective, time(), time_zone(self.shared.zone)).astimezone(UTC)

    def eras(self) -> tuple[Era, ...]:
        """Return which days this version and those before it hold for, oldest first; an offer holds for none."""
        found: list[Era] = []
        version: Version | None = self
        until = date.max
        while version and (signed := version.signature):
            last = until if signed.ends is None else min(until, signed.ends + timedelta(days=1))
            if signed.effective < last:
                ends = None if last == date.max else last
                found.append(
                    Era(version.terms(), signed.effective, ends, signed.starts, version.hash, signed.amendment)
                )
            until = min(until, signed.effective)
            version = version.before
        return tuple(reversed(found))

    def terms(self, plan: str | None = None, modules: Sequence[str] | None = None) -> Terms:
        """Return the terms of a plan with modules, by default those that were signed; KeyError for an unknown one.

        An offer with one plan takes that plan by default.
        """
        signed = self.signature
        if plan is None:
            plan = signed.plan if signed else next(iter(self.plans), None) if len(self.plans) == 1 else None
        if modules is None:
            modules = signed.modules if signed else ()
        parts = [self.top, *([self.plans[plan]] if plan else []), *(self.modules[name] for name in modules)]
        gathered = {name: _gather([getattr(part, name) for part in parts]) for name in _PROMISING}
        return Terms(plan=plan, modules=tuple(modules), shared=self.shared, **gathered)


_PROMISING: Final = tuple(f.name for f in fields(Terms) if f.name not in {"plan", "modules", "shared"})


def day_length(calendar: Calendar) -> timedelta | None:
    """Return how long the open days of a calendar's week are, or None where they differ."""
    lengths = {sum(map(_minutes, hours)) for hours in calendar.week.values()} - {0}
    return timedelta(minutes=lengths.pop()) if len(lengths) == 1 else None


def _minutes(window: tuple[str, str]) -> int:
    opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in window)
    return (closes - opens) % (24 * 60) or 24 * 60


def _gather(values: list[Any]) -> Any:  # noqa: ANN401  fields of many types
    """Join what parts list, a later item replacing an earlier one of the same name; of single values the last given."""
    if not isinstance(values[0], tuple):
        return next((value for value in reversed(values) if value), values[0])
    joined: dict[object, Any] = {}
    for item in (item for value in values for item in value):
        name = item if isinstance(item, str) else getattr(item, "id", None) or getattr(item, "level", None)
        joined[name or len(joined)] = item
    return tuple(joined.values())
