"""Forms: what comes in. A field that there is not is refused, so that a mistyped one is not taken for nothing."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from upheld_desk.store import attachments
from upheld_desk.store.attachments import Attachment

LONGEST: Final = 50_000
_PLAIN: Final = r"^[^\x00]*$"  # what a text in a database can hold

Text = Annotated[str, Field(max_length=LONGEST, pattern=_PLAIN)]
Word = Annotated[str, Field(max_length=200, pattern=_PLAIN)]
Line = Annotated[str, Field(max_length=300, pattern=_PLAIN)]
Units = Annotated[Decimal, Field(max_digits=9, decimal_places=2)]
Minutes = Annotated[int, Field(ge=1, le=1_000_000)]


class Given(BaseModel):
    """Anything that comes in."""

    model_config = ConfigDict(extra="forbid")


class File(Given):
    """A file to attach."""

    name: Word
    type: Word = "application/octet-stream"
    content: Base64Bytes = Field(description="In Base64.")


Files = Annotated[list[File], Field(max_length=20)]


def kept(files: list[File]) -> tuple[Attachment, ...]:
    """Keep what was sent, and return what facts say of it."""
    return tuple(attachments.take(file.name, file.type, file.content) for file in files)


class Report(Given):
    """What is reported."""

    subject: Line = Field("", description="In one line; empty: the beginning of the text.")
    text: Text = Field("", description="What happened, and since when.")
    channel: Literal["", "monitoring"] = Field(
        "", description="`monitoring`: a machine found it; the token needs `cases:monitor`, the agreement that channel."
    )
    kind: Word = Field("incident", description="A kind of case of the agreement.")
    service: Word = ""
    answers: dict[Word, Word] = Field(default_factory=dict, description="To the agreement's questions, by their ids.")
    severity: Word = Field("", description="What is asked for, where the agreement lets the customer ask.")
    attachments: Files = Field(default_factory=list)
    reporter: Word = Field("", description="For the vendor's people: the handle of who called them.")


# --- Acts -------------------------------------------------------------------------------------------------------------


class Act(Given):
    """What comes with an act."""

    after: int | None = Field(
        None, ge=0, description="How long the log was that you decided on; if it is longer by now, nothing is done."
    )

    def other_case(self) -> str:
        """Return the reference of another case that the act changes too; empty: there is none."""
        return ""


class Said(Act):
    """A text must come with it."""

    text: Text


class Reply(Act):
    """What is said to the other side: a text, or files, or both."""

    text: Text = ""
    attachments: Files = Field(default_factory=list)


class Note(Reply):
    """What only the vendor's people see."""


class Heard(Said):
    """What somebody of the customer said on the phone."""

    who: Word = Field(description="A handle.")


class Call(Act):
    """That the vendor called the customer."""

    about: Line
    text: Text = ""


class Subject(Act):
    """Another subject."""

    subject: Line


class Watch(Act):
    """Who is told about the case from now on, or no longer."""

    who: Word = Field("", description="A handle; empty: oneself.")
    on: bool = True


Checked = Annotated[
    dict[Word, Literal["yes", "no"]],
    Field(default_factory=dict, description="Whether it is so what the agreement has before this severity, by step."),
]


class Classify(Act):
    """The severity: one of the agreement's, or the answers that decide it."""

    severity: Word = ""
    ground: Literal["new facts", "correction"] = "new facts"
    answers: dict[Word, Word] = Field(default_factory=dict)
    checked: Checked
    text: Text = Field("", description="What to tell the customer with it.")


class AskSeverity(Act):
    """Which severity the customer asks for."""

    severity: Word
    channel: Word = Field(
        "", description="For the vendor's people, who must say it: on which channel it was asked for."
    )
    text: Text = ""


class Object(Act):
    """Why the severity is wrong."""

    reason: Text


class DecideObjection(Said):
    """The severity after an objection, and what to tell the customer."""

    severity: Word
    checked: Checked


class HandOver(Act):
    """Which level of support has the case now."""

    level: int = Field(ge=1, le=9)
    text: Text = ""


class Assign(Act):
    """Who has the case now."""

    to: Word = Field(description="A handle; empty: nobody.")


class StartWork(Act):
    """Work begins."""


class Wait(Act):
    """What is waited for, and why."""

    on: Literal["customer", "access", "third party"]
    reason: Text


class Resume(Reply):
    """What was waited for is there."""


class LogEffort(Act):
    """How long one worked."""

    minutes: Minutes
    text: Text = ""


class Forecast(LogEffort):
    """How much work the case will take in all."""


class Visit(Act):
    """Somebody was on site."""

    text: Text = ""


class NotFixedRemotely(Visit):
    """Work from afar did not help."""


class Forward(Act):
    """To which supplier the case is passed on."""

    to: Word
    text: Text = ""


class Restore(Act):
    """The system is usable again."""

    workaround: bool = False
    text: Text = Field("", description="What to tell the customer with it.")


class Propose(Said):
    """A solution, for the customer to approve."""

    attachments: Files = Field(default_factory=list)


class Approve(Act):
    """The solution is approved."""

    text: Text = ""


class RefuseSolution(Act):
    """Why the solution does not help."""

    reason: Text


class Close(Act):
    """The case is over."""

    text: Text = Field("", description="A last word to the customer.")
    vendor_fault: bool = Field(default=False, description="What was the vendor's fault need not count.")


class Reopen(Act):
    """Why the case goes on."""

    reason: Text


class Withdraw(Act):
    """The report is taken back."""

    reason: Text = ""


class Merge(Act):
    """In which case this one goes on."""

    into: Word = Field(description="A reference.")

    def other_case(self) -> str:
        """Return it."""
        return self.into


class MarkDuplicate(Act):
    """Which case says the same already."""

    of: Word = Field(description="A reference.")

    def other_case(self) -> str:
        """Return it."""
        return self.of


class Link(Act):
    """Which case belongs together with this one."""

    to: Word = Field(description="A reference.")

    def other_case(self) -> str:
        """Return it."""
        return self.to


class Unlink(Link):
    """Which case does not belong together with this one after all."""


# --- Bookings ---------------------------------------------------------------------------------------------------------


class PlaceOrder(Act):
    """What is ordered: an item of the allowance's catalogue, or so many units."""

    allowance: Word = Field(description="By its id.")
    item: Word = Field("", description="Of the catalogue; empty: so many units.")
    amount: Units = Field(Decimal(1), gt=0)
    place: Word = Field("", description="One of the allowance's places, where it has any.")
    at_cost: bool = Field(default=False, description="Also if nothing is left and it is charged.")
    text: Text = ""


class Complete(Act):
    """That an order is done."""

    amount: Units | None = Field(None, gt=0, description="Empty: as it was set aside.")
    worked: date | None = Field(None, description="The day of the work; empty: today.")
    text: Text = ""


class Cancel(Act):
    """That an order is not to be done."""

    reason: Text = Field("", description="The vendor's people say why.")


class Grant(Act):
    """What was bought or given."""

    amount: Units = Field(gt=0)
    ref: Word = Field("", description="The number of the order.")
    expires: date | None = Field(None, description="The first day on which it is gone; empty: as agreed.")
    text: Text = Field("", description="Why, where there is no order.")


class Correct(Act):
    """What was missing, or below 0: too much."""

    amount: Units
    reason: Text
