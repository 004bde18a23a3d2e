"""People: how a file says who may report and how, who does what, what comes round, and which suppliers stand behind."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from upheld.agreements import Party
from upheld.quantities import HOLE
from upheld.reading.forms.cases import CalendarOrWord, Promise
from upheld.reading.forms.names import (
    AccountHours,
    CalendarName,
    ChannelHours,
    EventName,
    EventOrAlways,
    Id,
    KindName,
    SeverityName,
    SeverityOrAny,
)
from upheld.reading.forms.phrases import Day, Often, Silence, Span, Time
from upheld.reading.forms.values import Form, Many, OrWord, Said, Words


class Channel(Form):
    """A way to report that takes reports at other hours than somebody is there."""

    accepts: CalendarName = Field(description="The calendar in which reports are taken.")
    staffed: CalendarName | None = Field(None, description="The calendar in which somebody is there; else the same.")


ChannelOrHours = OrWord[Channel, ChannelHours]


class Tier(Form):
    """A level of support."""

    of: Party = Field(description="Whose people it is.")
    does: Said | None = Field(None, description="What they do.")


class Role(Form):
    """Somebody named."""

    of: Party = Field(description="On whose side.")
    does: Said | None = Field(None, description="What for.")
    people: Words = Field((), description="Who it is; none: nobody was named yet.")
    deputies: Words = Field((), description="Who else, when they are away.")


class Help(Form):
    """What help covers beyond incidents."""

    structure: Said = Field(description="How advice on structure is given.")
    third_party_software: Literal["none", "advice", "advice and fixing"] = Field(
        "none", description="What is done about the software of others."
    )
    account: AccountHours = Field("none", description="The calendar in which questions about the account are answered.")


class Closing(Form):
    """What closing a case needs."""

    needs: Literal["approval", "nothing"] = Field(description="Whether the customer must approve the solution.")
    silence: Silence = Field((None,), description="After which silence it counts as approved.")
    remind: Time | None = Field(None, description="When the customer is reminded.")


class Step(Form):
    """Who must do what, when, and which event shows it done."""

    of: Party = Field(description="Who must do it.")
    when: EventOrAlways = Field("always", description="The event that calls for it.")
    do: Said = Field(description="What must be done.")
    done_by: EventName | None = Field(None, description="The event that shows it done; none: a standing duty.")
    within: Time | None = Field(None, description="In which time.")
    before: SeverityName | None = Field(None, description="To be done before somebody classes a case so.")


class Routine(Form):
    """Something that comes round: reviews, meetings, checks."""

    kind: Literal["review", "meeting", "routine"] = Field("routine", description="What it is.")
    every: Often = Field(description="How often.")
    of: Party = Field("vendor", description="Who sees to it.")
    topic: Said | None = Field(None, description="What it is about.")
    where: Words = Field((), description="Where it may be held.")
    attended_by: Words = Field((), description="Who takes part.")


class ReleaseStep(Form):
    """A stage of every release."""

    what: Said = Field(description="What happens.")
    on: str = Field("", description="On which system.")
    lasts: Span | None = Field(None, description="How long, as a rule.")
    at_least: Span | None = Field(None, description="How long at least.")


class Notice(Form):
    """Who is told about which changes."""

    to: str = Field("all customers", description="Who is told.")
    by: str = Field(description="How: email, wiki.")
    ahead: Span | None = Field(None, description="How long before.")


class Releases(Form):
    """The release cycle."""

    every: Often = Field(description="How often.")
    change_by: dict[str, Many[KindName]] = Field({}, description="Which route a case takes. Route: kinds of case.")
    steps: dict[str, ReleaseStep] = Field({}, description="The stages in order.")
    notices: dict[str, Notice] = Field({}, description="Who is told. What about: notice.")


class ThirdParty(Form):
    """A supplier's contract under ours."""

    name: str = Field(description="Who it is.")
    kind: Literal["hardware", "software", "service"] = Field(description="What they supply.")
    covers: Words = Field((), description="The parts they answer for.")
    contract_holder: Literal["vendor", "customer", "to be agreed"] = Field(HOLE, description="Who has the contract.")
    called_by: Many[Party] = Field((), description="Who may call them; none named: who has the contract.")
    ends: Day | None = Field(None, description="The last day of their contract.")
    forwarding: Span = Field(timedelta(0), description="What we need to pass a case on.")
    calendars: dict[Id, CalendarOrWord] = Field({}, description="Their calendars, beside ours.")
    working_time: str | None = Field(None, description="The calendar that their working hours count in.")
    promises: dict[SeverityOrAny, Many[Promise]] = Field({}, description="What they promise us.")
