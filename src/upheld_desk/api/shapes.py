"""Shapes: what goes out, as the OpenAPI document describes it.

Instants are in UTC, durations in seconds, amounts are text so that no digit is lost.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, JsonValue

Instant = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC))]
Seconds = Annotated[float, Field(description="Seconds.")]
Amount = Annotated[str, Field(description="An exact decimal number.", examples=["12.5"])]
State = Literal["running", "at risk", "paused", "waiting", "kept", "broken", "ended"]
Status = Literal["new", "open", "waiting", "restored", "proposed", "closed", "duplicate", "merged", "withdrawn"]


# --- Why --------------------------------------------------------------------------------------------------------------


class Clause(BaseModel):
    """A place in an agreement."""

    path: str
    text: str
    cites: list[str] = Field(description="Clauses of the paper contract.")


class Reason(BaseModel):
    """One step of an explanation: in words, and as data."""

    code: str
    sentence: str = Field(description="In the language that was asked for.")
    fields: dict[str, JsonValue]
    clause: Clause | None
    because: list["Reason"]


class Span(BaseModel):
    """A stretch of time."""

    begin: Instant
    end: Instant | None = Field(description="Empty: it goes on.")


class Duty(BaseModel):
    """Who owes what, until when, how it stands now, and why."""

    id: str
    kind: Literal["clock", "checkpoint", "rhythm", "allowance", "gate", "price", "procedure"]
    name: str = Field(description="The promise's id in the agreement.")
    title: str
    of: Literal["vendor", "customer"]
    state: State
    start: Instant | None
    due: Instant | None
    stopped: Instant | None
    budget: Seconds | None
    used: Seconds | None
    number: int = Field(description="A round, or a run after the first.")
    severity: str | None
    tell: list[str] = Field(description="Roles.")
    amounts: dict[str, Amount]
    pauses: list[Span]
    changes: Instant | None = Field(description="When its state changes if nothing happens.")
    clause: Clause | None
    reasons: list[Reason]


# --- Cases ------------------------------------------------------------------------------------------------------------


class Listed(BaseModel):
    """A case as lists show it."""

    reference: str
    subject: str
    status: Status
    customer: str = Field(description="Its slug.")
    agreement: str = Field(description="Its number.")
    kind: str
    service: str
    channel: str
    severity: str | None
    level: int
    reporter: str | None = Field(description="A handle.")
    assignee: str | None = Field(description="A handle; for the vendor's people only.")
    reported: Instant
    ended: Instant | None
    last_at: Instant
    last_by_customer: bool = Field(description="The last word is the customer's.")
    next_due: Instant | None
    length: int = Field(description="How many entries its log has: what `after` is compared with.")


class Page(BaseModel):
    """A page of a list."""

    items: list[Listed]
    next: str | None = Field(description="Ask for the next page with this as `cursor`; empty: there is none.")


class Waiting(BaseModel):
    """What is waited for."""

    on: Literal["customer", "access", "third party"]
    reason: str
    since: Instant
    by: str


class Objection(BaseModel):
    """An objection to the severity that nobody has decided on yet."""

    by: str
    reason: str
    at: Instant


class Classification(BaseModel):
    """One decision on the severity."""

    at: Instant
    severity: str
    source: Literal["none", "claimed", "default", "asked", "classified"]
    ground: Literal["new facts", "correction"]


class Case(Listed):
    """A case as those who work in it know it."""

    severity_name: str
    decisions: list[Classification]
    wait: Waiting | None
    objection: Objection | None
    proposed: Instant | None = Field(description="A solution that is neither approved nor refused.")
    approved: bool
    started: Instant | None
    restored: Instant | None
    into: str = Field(description="The case that this one was merged into, or that it is a duplicate of.")
    absorbed: list[str]
    links: list[str]
    suppliers: list[str]
    watching: bool = Field(description="You are told about this case.")
    watchers: list[str] = Field(description="Handles; for the vendor's people only.")
    effort: Seconds | None = Field(description="For the vendor's people only.")
    forecast: Seconds | None = Field(description="For the vendor's people only.")


class Attachment(BaseModel):
    """What is attached to an entry."""

    name: str
    type: str
    size: int
    digest: str = Field(description="SHA-256, in hexadecimal.")
    href: str = Field(description="Where it is.")


class Entry(BaseModel):
    """One entry of a log."""

    number: int
    kind: str = Field(description="`reported`, `replied`, `classified`, ...")
    at: Instant
    by: str = Field(description="A handle; empty: the desk itself.")
    name: str = Field(description="What they are called.")
    internal: bool
    text: str
    fields: dict[str, JsonValue] = Field(description="What the entry says beside the text.")
    attachments: list[Attachment]


class Entries(BaseModel):
    """A part of a log."""

    items: list[Entry]
    length: int = Field(description="How many entries the whole log has, those that you do not see included.")
    next: int | None = Field(description="Ask for more with this as `from`; empty: there are no more.")


class Duties(BaseModel):
    """Everything that a case asks of somebody, at an instant."""

    now: Instant
    next_look: Instant | None = Field(description="When something changes if nothing happens.")
    items: list[Duty]


class Possible(BaseModel):
    """An act, and whether it can be done now."""

    act: str
    allowed: bool
    why_not: str
    href: str = Field(description="Where it is done.")


class Done(BaseModel):
    """What became of an act."""

    entry: int = Field(description="The number of the last entry now.")
    case: Case


# --- Before reporting -------------------------------------------------------------------------------------------------


class Foreseen(BaseModel):
    """The severity that a report would have."""

    id: str | None = Field(description="Empty: open, or none was agreed.")
    name: str
    by: Literal["vendor", "customer", "criteria", "contract", "nobody"]
    provisional: bool = Field(description="The vendor still has to confirm it.")
    asked: str | None
    missing: list[str] = Field(description="Channels on which it must still be asked for.")
    question: str | None = Field(description="The question to answer next.")


class Condition(BaseModel):
    """What the agreement asks of a report."""

    name: str
    met: bool
    sentence: str
    clause: Clause | None


class Taking(BaseModel):
    """What a report takes of an allowance."""

    allowance: str
    unit: str
    do: str = Field(description="`grant`, `refuse`, `charge`, `offer`, `accept and flag`, `to be agreed`.")
    amount: Amount
    granted: Amount
    left: Amount
    left_after: Amount
    taken: bool
    reason: Reason


class Remark(BaseModel):
    """Something to know, which stops nothing."""

    code: str
    sentence: str
    clause: Clause | None


class Refusal(Remark):
    """Why a report would not be taken, and what to do instead."""

    alternative: str


class Preview(BaseModel):
    """What would be so if the report were sent now."""

    may_be_sent: bool
    agreement: str | None
    version: str | None = Field(description="The hash of the version in force.")
    channel: str | None = Field(description="What the report's channel counts as.")
    severity: Foreseen | None
    duties: list[Duty] = Field(description="What would be promised.")
    handed_over: list[Duty] = Field(description="The same if level 1 of the customer handed over at once.")
    if_granted: list[Duty] = Field(description="The same if the severity that is asked for counted at once.")
    allowances: list[Taking]
    conditions: list[Condition]
    remarks: list[Remark]
    refused: list[Refusal]


# --- What is due ------------------------------------------------------------------------------------------------------


class Due(BaseModel):
    """A duty in the list of what is due."""

    kind: Literal["clock", "checkpoint", "rhythm", "allowance", "gate", "price", "procedure"]
    about: Literal["case", "agreement"]
    reference: str = Field(description="Of the case; of an agreement its number.")
    customer: str
    id: str
    name: str
    title: str
    of: Literal["vendor", "customer"]
    state: State
    due: Instant | None
    left: Seconds = Field(description="Seconds of its own clock until it is due: closed hours and pauses do not count.")
    budget: Seconds | None
    team: str
    assignee: str | None


class Today(BaseModel):
    """What is due, the first due first."""

    now: Instant
    items: list[Due]
    total: int


# --- Agreements -------------------------------------------------------------------------------------------------------


class AgreementListed(BaseModel):
    """An agreement as lists show it."""

    number: str
    title: str
    customer: str | None = Field(description="Its slug; empty: an offer.")
    starts: date | None
    ends: date | None


class Version(BaseModel):
    """One version of an agreement."""

    number: int = Field(description="0: the agreement; 1: its first amendment.")
    state: Literal["draft", "signed"]
    hash: str
    effective: date | None
    signed_by_vendor: Instant | None
    signed_by_customer: Instant | None


class Named(BaseModel):
    """Something by the id that reports use and the name that people use."""

    id: str
    name: str


class Question(BaseModel):
    """A question that decides the severity, and its answers."""

    id: str
    ask: str
    answers: list[str]


class Row(BaseModel):
    """A row of a table."""

    heading: str
    cells: list[list[str]] = Field(description="The lines of each cell.")


class Block(BaseModel):
    """A table, or a list: of a list only `items` has something."""

    header: list[str]
    rows: list[Row]
    items: list[str]


class Section(BaseModel):
    """A part of the page."""

    title: str
    blocks: list[Block]


class Fact(BaseModel):
    """What stands at the head of the page."""

    name: str
    value: str


class Terms(BaseModel):
    """The page about an agreement."""

    title: str
    subtitle: str
    facts: list[Fact]
    sections: list[Section]
    note: str
    language: str


class InForce(BaseModel):
    """What holds for a report now, and what it can name."""

    plan: str | None
    modules: list[str]
    zone: str
    severities: list[Named] = Field(description="The worst first.")
    questions: list[Question]
    kinds: list[str]
    services: list[str] = Field(description="Empty: everything of the vendor's.")
    channels: list[str]


class Agreement(AgreementListed):
    """An agreement: what a report can name, its versions, and its page in words."""

    named: InForce | None = Field(description="Empty: nobody signed a version yet.")
    versions: list[Version]
    terms: Terms | None = Field(description="The page of the newest version that was signed.")


class Movement(BaseModel):
    """A movement of the ledger."""

    at: Instant
    day: date = Field(description="The local day that it counts for.")
    amount: Amount
    source: str
    target: str
    ref: str = Field(description="The case or the order.")
    left: Amount
    reason: Reason


class Allowance(BaseModel):
    """How an allowance stands, and every movement that made it so."""

    id: str
    unit: str
    name: str
    per: str = Field(description="In words; empty: granted once.")
    left: Amount
    reserved: Amount
    used: Amount
    catalogue: dict[str, Amount] = Field(description="What each item takes now.")
    places: list[str] = Field(description="Where it may take place; empty: that does not matter.")
    movements: list[Movement]


class Order(BaseModel):
    """An order from an allowance."""

    ref: str
    allowance: str
    item: str = Field(description="Of the catalogue; empty: so many units.")
    amount: Amount = Field(description="What was set aside for it.")
    used: Amount | None = Field(description="Empty: as set aside, or nothing yet.")
    place: str
    cost: str = Field(description="What is charged because nothing was left; empty: nothing.")
    text: str
    state: Literal["open", "done", "cancelled"]
    at: Instant
    by: str
    name: str = Field(description="Of who ordered it.")
    ended: Instant | None
    ended_by: str
    outcome: str = Field(description="What was said when it ended.")


class Booked(BaseModel):
    """What was booked."""

    entry: int = Field(description="The number of its entry in the agreement's log.")
    order: Order | None = Field(description="Empty: it was about no order.")
    left: Amount = Field(description="Of the allowance.")


class Allowances(BaseModel):
    """The allowances of an agreement at an instant."""

    now: Instant
    length: int = Field(description="How many entries its log has: what an order names as `after`.")
    items: list[Allowance]
