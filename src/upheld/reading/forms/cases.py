"""Cases: how a file says when somebody is there, how bad a case is, what is timed, and what must happen in time."""

from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, WithJsonSchema, model_validator

from upheld.agreements import Milestone, Party, Wait
from upheld.reading.forms.names import (
    Answers,
    ChannelName,
    EventName,
    KindName,
    RoleName,
    SeverityName,
    Watched,
    check_name,
)
from upheld.reading.forms.phrases import Day, Time, Weekdays, Years, YesNo
from upheld.reading.forms.values import KIND, Form, Info, Many, OrWord, Said, Windows, Words

# --- Time -------------------------------------------------------------------------------------------------------------


class Calendar(Form):
    """Opening hours: a week, the holidays of a place, eves, and dates of their own."""

    week: dict[Weekdays, Windows] = Field(description="Hours by days. A day that is not named is closed.")
    holidays: str | None = Field(
        None, description="Where: a country (`SE`) or its state (`DE-NW`); `none` for no holidays. They are closed."
    )
    eve_of_holiday: Windows | None = Field(None, description="Hours of an open day that a holiday follows.")
    closed: tuple[Day, ...] = Field((), description="Dates on which nobody is there. They beat everything.")
    also_open: dict[Day, Windows] = Field({}, description="Dates with hours of their own. They beat holidays and week.")


CalendarOrWord = OrWord[Calendar, Literal["24/7", "to be agreed"]]


class Frozen(Form):
    """Holidays as they were when both signed, so that nothing moves a deadline. `upheld freeze` writes them."""

    years: Years = Field(description="First and last year for which the holidays are known.")
    holidays: dict[str, dict[Day, str]] = Field(description="Place, then date: name.")


# --- Severity ---------------------------------------------------------------------------------------------------------


class Fact(Form):
    """A question about a case with its answers; severities say which answers they need."""

    ask: Said = Field(description="The question.")
    answers: Words = Field(min_length=1, description="The answers there are.")


class Severity(Form):
    """A class of cases, worst first. The first one whose `ask` or `when` fits decides; `otherwise` takes the rest."""

    name: Said = Field(description="What people call it.")
    ask: Said | None = Field(None, description="A yes-or-no question; a yes gives this severity.")
    when: Many[Answers] = Field(
        (), description="Question: answers that fit. All must; of several rows in a list one must."
    )
    otherwise: YesNo = Field(default=False, description="`yes` for the severity of all that no other one takes.")
    also_called: Words = Field((), description="Other names for the same.")
    definition: Said | None = Field(None, description="What it means, in words for people.")
    examples: Said | None = Field(None, description="Cases that have it.")


class Raise(Form):
    """How the customer gets a higher severity."""

    to: Many[SeverityName] = Field(description="To which severities.")
    needs: Many[ChannelName] = Field(
        (), description="Channels on which it must be asked for; it counts from the last of them."
    )
    when: Literal["at registration", "any time"] = Field("any time", description="Until when it may be asked for.")


class Objection(Form):
    """Who may object to a severity, on what ground, and who then decides."""

    by: Party = Field(description="Who may object.")
    ground: Said | None = Field(None, description="On what ground.")
    decided_by: Said | None = Field(None, description="Who then decides.")


class Classification(Form):
    """Who gives a case its severity, and how that may be changed."""

    by: Literal["vendor", "customer", "criteria", "contract"] = Field(
        description="Who says it: one of the two, the answers to the questions, or a table in the contract."
    )
    default: SeverityName | None = Field(None, description="What a case has until somebody says.")
    told_to: Party | None = Field(None, description="Who is told.")
    objection: Objection | None = Field(None, description="Who may object, and who then decides.")
    raising: Raise | None = Field(None, alias="raise", description="How the customer gets a higher one.")


# --- Promises ---------------------------------------------------------------------------------------------------------


def _words(kind: object, name: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(get_args(kind)), KIND: name})


Moment = Annotated[Milestone, _words(Milestone, "milestone")]
Pause = Annotated[Wait, _words(Wait, "wait")]


class Clock(Form):
    """What is timed: from which milestone of a case to which."""

    name: Said = Field(description="What people call it.")
    start: Moment = Field(alias="from", description="The milestone that starts it.")
    stop: Moment = Field(alias="to", description="The milestone that stops it.")
    until: Moment | None = Field(None, description="The milestone that ends a clock which repeats.")
    pauses: OrWord[tuple[Pause, ...], Literal["never"]] = Field(
        "never", description="Waits during which it stands still."
    )


class Only(Form):
    """How a case must have come in for a promise to hold. Of several promises that fit, the narrowest holds."""

    channel: Many[ChannelName] = Field((), description="By which channels.")
    caller: Words = Field((), description="From whom: partner, customer, level-1.")
    kind: Many[KindName] = Field((), description="For which kinds of case.")


class Promise(Form):
    """Clock: how much time; with `only`, the condition under which this holds."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Time] = Field(init=False)
    only: Only | None = Field(None, description="The condition; none: always.")

    @property
    def clocks(self) -> dict[str, Time]:
        """Return the quantities by clock."""
        return self.__pydantic_extra__

    @model_validator(mode="after")
    def _names_clocks(self, info: Info) -> "Promise":
        for clock in self.clocks:
            check_name(clock, "a clock", info, key=clock)
        return self


class Checkpoint(Form):
    """What must happen when a measure passes a limit."""

    when: Watched = Field(description="The measure and its limit.")
    tell: Many[RoleName] = Field((), description="Roles that are told, or `vendor`, `customer`.")
    do: Said | None = Field(None, description="What must be done.")
    of: Party = Field("vendor", description="Who must do it.")
    done_by: EventName | None = Field(None, description="The event that shows it done; none: telling is all.")
