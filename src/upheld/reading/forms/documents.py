"""Documents: the three kinds of file, and what the parts of an agreement may say.

An offer stands alone. An agreement is laid on its offer before it is read, so that it says only what it adds.
"""

from datetime import timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import Field, WithJsonSchema

from upheld.reading.forms.cases import (
    CalendarOrWord,
    Checkpoint,
    Classification,
    Clock,
    Fact,
    Frozen,
    Promise,
    Severity,
)
from upheld.reading.forms.names import (
    CalendarName,
    Currency,
    Id,
    KindName,
    Language,
    ModuleName,
    OpenPointName,
    PlanName,
    SameAs,
    SeverityOrAny,
    Zone,
)
from upheld.reading.forms.people import (
    ChannelOrHours,
    Closing,
    Help,
    Releases,
    Role,
    Routine,
    Step,
    ThirdParty,
    Tier,
)
from upheld.reading.forms.phrases import Ahead, Day, Named, Period, Renewal, Span, Whole, YesNo
from upheld.reading.forms.prices import AllowanceOrWord, Credit, Invoice, Meter, PriceOrWord
from upheld.reading.forms.values import Form, Hole, Many, OrWord, Said, Words

FORMAT: Final = "support-agreement/1"
Format = Literal["support-agreement/1"]


# --- Parts ------------------------------------------------------------------------------------------------------------


class Part(Form):
    """What the top of a file, a plan, a module or an option of a module may say."""

    channels: OrWord[dict[Id, ChannelOrHours], Hole] = Field(
        {}, description="Ways to report. Channel: the calendar in which it is open."
    )
    contacts: Named | None = Field(None, description="How many people of the customer may report.")
    callers: Words = Field((), description="Who may report: partner, customer, level-1; none named: everybody.")
    handles: Many[KindName] = Field((), description="Kinds of case that the promises cover; none named: all.")
    promises: dict[SeverityOrAny, Many[Promise]] = Field(
        {}, description="Severity, or `any`: clock: how much time; or a list of such rows with conditions."
    )
    unpromised: SameAs | None = Field(None, description="What a severity without a promise gets.")
    checkpoints: dict[Id, Checkpoint] = Field({}, description="What must happen when a measure passes a limit.")
    allowances: dict[Id, AllowanceOrWord] = Field({}, description="How much is granted, and how it is used.")
    price: PriceOrWord | None = Field(None, description="What it costs.")
    credits: dict[Id, Credit] = Field({}, description="What a missed promise costs the vendor.")
    invoice: Invoice | None = Field(None, description="How what is owed is billed.")
    tiers: dict[Whole, Tier] = Field({}, description="Levels of support. Number: whose, and what they do.")
    roles: dict[Id, Role] = Field({}, description="Who is named.")
    help: Help | None = Field(None, description="What help covers beyond incidents.")
    queue: Literal["first", "before others"] | None = Field(None, description="Whose cases are taken up first.")
    closing: Closing | None = Field(None, description="What closing a case needs.")
    steps: dict[Id, Step] = Field({}, description="What must be done by whom.")
    routines: dict[Id, Routine] = Field({}, description="What comes round.")
    gives: Said | None = Field(None, description="What is included, in words for the customer.")


class Plan(Part):
    """One of the plans, of which a customer has exactly one."""

    name: Said | None = Field(None, description="What people call it.")
    audience: Said | None = Field(None, alias="for", description="Whom it suits.")
    extends: str | None = Field(None, description="Another plan, of which this one says only what differs.")
    term: Period | None = Field(None, description="How long it runs.")


class Option(Plan):
    """Something a customer may add to a module."""


class Module(Plan):
    """Something a customer may choose beside a plan."""

    obligatory: str = Field("", description="`always`, or `with PRODUCT`: then it must be chosen.")
    usual: YesNo = Field(default=False, description="Whether customers usually choose it.")
    needs: Many[ModuleName] = Field((), description="Modules without which it makes no sense.")
    replaces: Many[ModuleName] = Field((), description="Modules that it makes superfluous.")
    options: dict[Id, Option] = Field({}, description="What may be added to it.")


# --- Heads ------------------------------------------------------------------------------------------------------------


class Vendor(Form):
    """Who sells the support."""

    name: str = Field(description="The firm.")
    country: str = Field(description="Its country, by two letters.")


class Customer(Form):
    """Who buys the support."""

    name: str = Field(description="The firm.")
    country: str = Field(description="Its country, by two letters.")
    vat_id: str = Field("", description="Its number for value added tax.")
    buyer_reference: str = Field("", description="What its invoices must show.")


class Source(Form):
    """The paper or page that the file was written from."""

    file: str = Field(description="Its name.")
    lines: str = Field("", description="Where in it.")


class OpenPoint(Form):
    """Where the wording is open: what is taken until it is settled, why, and what else it could mean."""

    at: str = Field(description="The path of what is open.")
    default: Said = Field(description="What is taken.")
    because: Said | None = Field(None, description="Why.")
    otherwise: Words = Field((), alias="else", description="What else it could mean.")
    between: Words = Field((), description="Clauses of the paper that say it differently.")


class Valid(Form):
    """The term of an agreement."""

    start: Day = Field(alias="from", description="The first day.")
    end: Day | None = Field(None, alias="to", description="The last day; none: it is open-ended.")
    notice: Ahead | None = Field(None, description="How long before its end it can be ended.")
    then: Renewal = Field((None,), description="What follows.")


# --- The three kinds --------------------------------------------------------------------------------------------------


class Body(Part):
    """What offers and agreements share."""

    format: Format = Field(description="How this file is to be read.")
    title: Said = Field(description="What people call it.")
    vendor: Vendor = Field(description="Who sells the support.")
    service: Said = Field(description="What the support is for.")
    services: Words = Field((), description="What is covered, by name; none named: everything.")
    source: Source | None = Field(None, description="The paper or page that the file was written from.")
    languages: Many[Language] = Field(min_length=1, description="Languages of its texts. The first is binding.")
    support_in: Many[Language] = Field((), description="Languages in which help is given.")
    time_zone: Zone = Field(description="The zone of all its times of day, by its IANA name or as a fixed offset.")
    currency: Currency = Field(description="The currency of all its prices.")
    working_time: CalendarName | None = Field(None, description="The calendar that `working hours` count in.")
    calendars: dict[Id, CalendarOrWord] = Field({}, description="When somebody is there. Name: hours, or `24/7`.")
    frozen: Frozen | None = Field(None, description="Holidays as they were when both signed.")
    kinds: dict[Id, Said] = Field({}, description="Kinds of case. Name: what it is.")
    facts: dict[Id, Fact] = Field({}, description="Questions about a case that severities are decided by.")
    severities: OrWord[dict[Id, Severity], Hole] = Field({}, description="How bad a case can be, worst first.")
    classification: Classification | None = Field(None, description="Who gives a case its severity.")
    clocks: dict[Id, Clock] = Field({}, description="What is timed.")
    reopen_within: Span = Field(timedelta(days=14), description="How long a closed case can be opened again.")
    plans: dict[Id, Plan] = Field({}, description="What a customer has one of.")
    modules: dict[Id, Module] = Field({}, description="What a customer may choose beside it.")
    meters: dict[Id, Meter] = Field({}, description="What use is counted for a price.")
    releases: Releases | None = Field(None, description="The release cycle.")
    third_parties: dict[Id, ThirdParty] = Field({}, description="Suppliers' contracts under this one.")
    open_points: dict[Id, OpenPoint] = Field({}, description="Where the wording is open.")


class Offer(Body):
    """A vendor's catalogue. It may have holes and open points."""

    offer: Id = Field(description="The name that agreements refer to.")


class Agreement(Body):
    """A signed agreement, laid on its offer. What it does not say is as the offer has it."""

    agreement: Id = Field(description="Its number.")
    on: str = Field(description="The name of the offer, which lies in the same folder.")
    customer: Customer = Field(description="Who buys the support.")
    signed: Day = Field(description="The day on which both had signed.")
    valid: Valid = Field(description="The term.")
    plan: PlanName | None = Field(None, description="The plan that was chosen.")
    choose: Many[ModuleName] = Field((), description="The modules that were chosen; an option as `module.option`.")
    installed: Words = Field((), description="The vendor's products that the customer uses.")
    settled: dict[OpenPointName, Said] = Field({}, description="How open points were settled: `default`, or in words.")


# What an amendment writes is checked where it then stands.
Anything = Annotated[Any, WithJsonSchema({})]


class Amendment(Form):
    """A numbered, dated change of a signed agreement. It makes a new version; the old one stays."""

    format: Format = Field(description="How this file is to be read.")
    amends: str = Field(description="The number of the agreement, which lies in the same folder.")
    number: Whole = Field(description="1 for the first, then one by one.")
    signed: Day = Field(description="The day on which both had signed.")
    effective: Day = Field(description="The first day on which cases are reported under it.")
    because: str = Field(description="Why.")
    retroactive: YesNo = Field(default=False, description="`yes` where it takes effect before it was signed.")
    changes: dict[str, Anything] = Field({}, description="What stands there from now on. Path: value.")
    adds: dict[str, Anything] = Field({}, description="What there was not before. Path: value.")
    ends: Words = Field((), description="Paths that fall away.")
