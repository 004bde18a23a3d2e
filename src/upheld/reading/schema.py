"""Schema: the shape of an agreement file, key by key, in the terms that people write.

The same models check a file, give editors their JSON Schema, and give the format reference its tables. A value is a
text until a field types it. A file may leave a value open with "to be agreed" where a field says so.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator
from pydantic import ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from upheld import quantities, rhythms
from upheld.agreements import ANY, Measure, Milestone, Party, Text, Wait
from upheld.money import Money
from upheld.quantities import Quantity
from upheld.reading import scalars
from upheld.rhythms import Rhythm

FORMAT: Final = "support-agreement/1"
HOLE: Final = scalars.HOLE
ALWAYS: Final = "24/7"


# --- Kinds of value ---------------------------------------------------------------------------------------------------


def problem(code: str, sentence: str) -> PydanticCustomError:
    """Return the error that carries a rule's code and its sentence, "what is wrong; what to write"."""
    return PydanticCustomError("rule", "{sentence}", {"code": code, "sentence": sentence})


def _phrase(read: Callable[[str], Any], *, examples: list[str]) -> Any:
    """Return the annotation of a field whose text `read` understands."""

    def validate(value: object) -> Any:
        if not isinstance(value, str):
            raise problem("FMT3", f"a list or mapping stands here; write a text like '{examples[0]}'")
        try:
            return read(value)
        except ValueError as error:
            raise problem("FMT3", str(error)) from error

    return [PlainValidator(validate), WithJsonSchema({"type": "string", "examples": examples})]


def _text(value: object, info: ValidationInfo) -> Text:
    languages: tuple[str, ...] = info.context["languages"]
    if isinstance(value, Mapping):
        by_language = {str(key): _joined(item) for key, item in value.items()}
        for language in by_language:
            if language not in languages:
                spoken = ", ".join(languages)
                raise problem("FMT6", f"'{language}' is not a language of this file; it has {spoken}")
    else:
        by_language = {languages[0]: _joined(value)}
    if languages[0] not in by_language:
        raise problem("FMT6", f"the text is missing in '{languages[0]}', the binding language; add it")
    return Text(by_language)


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(item.strip() for item in value)
    raise problem("FMT3", "this is not a text; write a text, a list of texts, or one for each language")


def _words(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        raise problem("FMT3", "this is not a list of words; write it like [one, two]")
    return tuple(items)


def _windows(value: object) -> tuple[scalars.Window, ...]:
    try:
        return scalars.windows(value)
    except ValueError as error:
        raise problem("FMT3", str(error)) from error


_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_TEXT = {"anyOf": [*_MANY["anyOf"], {"type": "object", "additionalProperties": _MANY}]}

Said = Annotated[Text, PlainValidator(_text), WithJsonSchema(_TEXT)]
Words = Annotated[tuple[str, ...], PlainValidator(_words), WithJsonSchema(_MANY)]
Windows = Annotated[tuple[scalars.Window, ...], PlainValidator(_windows), WithJsonSchema(_MANY)]
Number = Annotated[Decimal, *_phrase(scalars.number, examples=["5000", "2.5"])]
Whole = Annotated[int, *_phrase(scalars.whole, examples=["1"])]
YesNo = Annotated[bool, *_phrase(scalars.yes_no, examples=["yes", "no"])]
Day = Annotated[date, *_phrase(scalars.day, examples=["2026-04-01"])]
DayOfYear = Annotated[tuple[int, int], *_phrase(scalars.month_and_day, examples=["04-01"])]
Years = Annotated[tuple[int, int], *_phrase(scalars.years, examples=["2026-2029"])]
Percent = Annotated[Decimal, *_phrase(scalars.percent, examples=["19%"])]
Amount = Annotated[Money, *_phrase(scalars.money, examples=["90 EUR"])]
Fee = Annotated[tuple[Money | None, Rhythm], *_phrase(scalars.fee, examples=["1500 EUR per month", HOLE])]
Grant = Annotated[
    tuple[Decimal | None, Rhythm | None],
    *_phrase(scalars.amount, examples=["10 per quarter", "20", HOLE]),
]
Named = Annotated[tuple[int, int | None], *_phrase(scalars.contacts, examples=["2-5 named", "unlimited"])]
Span = Annotated[timedelta, *_phrase(scalars.span, examples=["15 minutes", "3 weeks"])]
StepSize = Annotated[Decimal, *_phrase(scalars.step, examples=["15 minutes", "0.5"])]
Watch = Annotated[Measure, *_phrase(scalars.measure, examples=["any at 75%", "effort over 4 hours"])]
Gives = Annotated[
    tuple[Decimal | None, Money | None, str],
    *_phrase(scalars.credit, examples=["5% of base per started hour late", "100 EUR per miss"]),
]
Rule = Annotated[
    tuple[str, Money | None, str],
    *_phrase(scalars.used_up, examples=["refuse", "accept and flag", "charge 90 EUR", "offer on-demand", HOLE]),
]
Fallback = Annotated[
    tuple[str | None],
    *_phrase(lambda text: (scalars.unpromised(text),), examples=["as impaired", "measured only"]),
]
Time = Annotated[
    Quantity,
    *_phrase(quantities.parse, examples=["within 8 working hours", "under 30 minutes", "every 60 minutes", HOLE]),
]
Often = Annotated[Rhythm, *_phrase(rhythms.parse, examples=["quarter", "6 per year", "each release", HOLE])]


AmountOrHole = Annotated[
    tuple[Money | None],
    *_phrase(lambda text: (None if text == HOLE else scalars.money(text),), examples=["90 EUR", HOLE]),
]
Expiry = Annotated[
    tuple[Rhythm | None],
    *_phrase(lambda text: (None if text == "never" else rhythms.parse(text),), examples=["never", "12 months", HOLE]),
]
Silence = Annotated[
    tuple[Quantity | None],
    *_phrase(
        lambda text: (None if text == "never approves" else quantities.parse(text),),
        examples=["never approves", "within 10 working days"],
    ),
]


class Or:
    """Lets a field be one of some words, or any word where none are named, or else of a form."""

    def __init__(self, form: Any, *words: str) -> None:
        self._form, self._words = form, words

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        inner = handler.generate_schema(self._form)

        def validate(value: Any, go_on: core_schema.ValidatorFunctionWrapHandler) -> Any:
            if isinstance(value, str):
                if value in self._words or not self._words:
                    return value
                known = " or ".join(f"'{word}'" for word in self._words)
                raise problem("FMT3", f"'{value}' is not known here; write {known}, or the keys in full")
            return go_on(value)

        return core_schema.no_info_wrap_validator_function(validate, inner)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        word = {"enum": list(self._words)} if self._words else {"type": "string"}
        return {"anyOf": [word, handler(schema["schema"])]}


class Form(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, arbitrary_types_allowed=True)


class OneOrMany(Or):
    """Lets a form stand alone or in a list; it is read as a list."""

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        inner = handler.generate_schema(list[self._form])  # type: ignore[name-defined]  # a form known at run time
        return core_schema.no_info_before_validator_function(
            lambda value: value if isinstance(value, list) else [value],
            inner,
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(schema["schema"])
        return {"anyOf": [many["items"], many]}


class ForAny(Or):
    """Lets a value stand for every severity, or one for each; it is read by severity."""

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        inner = handler.generate_schema(dict[str, self._form])  # type: ignore[name-defined]  # known at run time
        return core_schema.no_info_before_validator_function(
            lambda value: value if isinstance(value, dict) else {ANY: value},
            inner,
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        named = handler(schema["schema"])
        return {"anyOf": [named["additionalProperties"], named]}


# --- Time -------------------------------------------------------------------------------------------------------------


class CalendarForm(Form):
    """Opening hours: a week, the holidays of a place, eves, and dates of their own."""

    week: dict[str, Windows] = Field(description="Hours by day: mon-fri: 08:00-17:00. A day that is not named is shut.")
    holidays: str | None = Field(None, description="Country, or country and state: SE, DE-NW. 'none' for no holidays.")
    eve_of_holiday: Windows | None = Field(None, description="Hours of an open day that a holiday follows.")
    closed: tuple[Day, ...] = Field((), description="Dates on which nobody is there.")
    also_open: dict[str, Windows] = Field({}, description="Dates with hours of their own.")


class FrozenForm(Form):
    """Holidays as they were when both signed, so that nothing moves them afterwards."""

    years: Years
    holidays: dict[str, dict[str, str]] = Field(description="Place, then date: name.")


# --- Severity ---------------------------------------------------------------------------------------------------------


class FactForm(Form):
    """A question about a case with its answers."""

    ask: Said
    answers: Words


class SeverityForm(Form):
    """A class of cases, worst first in the file: reached by a yes to `ask`, by a row of `when`, or `otherwise`."""

    name: Said
    ask: Said | None = Field(None, description="A yes-or-no question; the first yes decides.")
    when: Annotated[Any, OneOrMany(dict[str, Words])] = Field((), description="Answers that must all be given.")
    otherwise: YesNo = False
    also_called: Words = ()
    definition: Said | None = None
    examples: Said | None = None


class RaiseForm(Form):
    """How the customer gets a higher severity."""

    to: Words
    needs: Words = Field((), description="Channels on which it must be asked for; it counts from the last of them.")
    when: Literal["at registration", "any time"] = "any time"


class ObjectionForm(Form):
    """Who may object to a severity, on what ground, and who then decides."""

    by: Party
    ground: Said | None = None
    decided_by: Said | None = None


class ClassificationForm(Form):
    """Who gives a case its severity."""

    by: Literal["vendor", "customer", "criteria", "contract"]
    default: str | None = None
    told_to: Party | None = None
    objection: ObjectionForm | None = None
    raising: RaiseForm | None = Field(None, alias="raise")


# --- Promises ---------------------------------------------------------------------------------------------------------


class ClockForm(Form):
    """What is measured, from which milestone to which."""

    name: Said
    start: Milestone = Field(alias="from")
    stop: Milestone = Field(alias="to")
    until: Milestone | None = Field(None, description="Ends a clock that repeats.")
    pauses: Annotated[Any, Or(list[Wait], "never")] = Field("never", description="Waits that make it stand still.")


class OnlyForm(Form):
    """How a case must have come in for a promise to hold."""

    channel: Words = ()
    caller: Words = ()
    kind: Words = ()


class PromiseForm(Form):
    """Clocks with their quantities, and the condition under which they hold."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Time] = Field(init=False)
    only: OnlyForm | None = None


class CheckpointForm(Form):
    """What must happen when a measure passes a limit."""

    when: Watch
    tell: Words = Field((), description="Roles.")
    do: Said | None = None
    done_by: str = Field("", description="An event that shows it done; without one, telling is all.")
    of: Party = "vendor"


class AllowanceForm(Form):
    """So much of something, and how it is used."""

    unit: str
    amount: Grant = Field(description="How much, and per what; without a period it is granted once.")
    step: StepSize | None = Field(None, description="Use is rounded up to this.")
    counts: Words = Field((), description="Kinds of case that count; none named: all.")
    not_counted: Words = ()
    carry_over: Literal["none", "all"] = "none"
    expires: Expiry = Field((None,), description="Of what was bought; what is granted per period expires with it.")
    overdraft: Literal["refused", "allowed"] = "refused"
    price: AmountOrHole | None = None
    when_used_up: Annotated[Any, ForAny(Rule)] = Field({ANY: (HOLE, None, "")}, description="Or by severity.")
    catalogue: Annotated[Any, Or(dict[str, Number], HOLE)] = Field({}, description="Item: units.")
    reserve: Literal["opened", "ordered"] = "opened"
    settle: Literal["accepted", "closed", "done"] = "closed"
    release: Words = ("duplicate", "refused", "cancelled")
    where: Words = ()


# --- Prices -----------------------------------------------------------------------------------------------------------


class MeterForm(Form):
    """What use is counted for a price."""

    unit: str
    per: Often
    what: Said = Field(alias="is")
    source: str


class SliceForm(Form):
    """The use above a border, and its rate."""

    above: Number
    rate: Percent


class MeteredForm(Form):
    """A price by use."""

    name: Said | None = Field(None, description="What the invoice calls it.")
    mode: Literal["graduated", "volume", "per unit"]
    slices: tuple[SliceForm, ...] = ()
    rate: AmountOrHole | None = Field(None, description="For 'per unit'.")


class IndexForm(Form):
    """A yearly change of the base with its cap."""

    every: Often
    on: DayOfYear | None = None
    at_most: Percent


class PriceForm(Form):
    """A base for each period, use, and a floor under the sum of both."""

    base: Fee | None = None
    plus: dict[str, MeteredForm] = Field({}, description="By meter.")
    minimum: Fee | None = None
    indexed: IndexForm | None = None


class CreditForm(Form):
    """What a missed promise costs the vendor."""

    when: Watch
    severities: Words = Field((), alias="for")
    gives: Gives
    at_most: Percent | None = Field(None, description="Of the base of the month.")


class InvoiceForm(Form):
    """How what is owed is billed."""

    every: Often
    when: Literal["in advance", "in arrears"]
    form: str = "pdf"
    pay_within: Span | None = None
    vat: Percent | None = None


# --- People and procedures --------------------------------------------------------------------------------------------


class ChannelForm(Form):
    """A way to report: the calendar in which reports are taken, and the one in which somebody is there."""

    accepts: str
    staffed: str | None = None


class TierForm(Form):
    """A level of support."""

    of: Party
    does: Said | None = None


class RoleForm(Form):
    """Somebody named."""

    of: Party
    does: Said | None = None
    people: Words = ()
    deputies: Words = ()


class HelpForm(Form):
    """What help covers beyond incidents."""

    structure: Said
    third_party_software: Literal["none", "advice", "advice and fixing"] = "none"
    account: str = Field("none", description="The calendar in which account questions are answered, or none.")


class ClosingForm(Form):
    """What closing needs."""

    needs: Literal["approval", "nothing"]
    silence: Silence = (None,)
    remind: Time | None = None


class StepForm(Form):
    """Who must do what, when, and which event shows it done."""

    of: Party
    when: str = Field("always", description="An event, or always.")
    do: Said
    done_by: str = ""
    within: Time | None = None


class RoutineForm(Form):
    """Something that comes round."""

    kind: Literal["review", "meeting", "routine"] = "routine"
    every: Often
    of: Party = "vendor"
    topic: Said | None = None
    where: Words = ()
    attended_by: Words = ()


class ReleaseStepForm(Form):
    """A stage of every release."""

    what: Said
    on: str = ""
    lasts: Span | None = None
    at_least: Span | None = None


class NoticeForm(Form):
    """Who is told about which changes."""

    to: str = "all customers"
    by: str
    ahead: Span | None = None


class ReleasesForm(Form):
    """The release cycle."""

    every: Often
    change_by: dict[str, Words] = Field({}, description="Route: kinds of case.")
    steps: dict[str, ReleaseStepForm] = {}
    notices: dict[str, NoticeForm] = {}


class ThirdPartyForm(Form):
    """A supplier's contract under ours."""

    name: str
    kind: Literal["hardware", "software", "service"]
    covers: Words = ()
    contract_holder: Literal["vendor", "customer", "to be agreed"] = HOLE
    called_by: tuple[Party, ...] = Field((), description="Who may call them; nobody named: the contract holder.")
    ends: Day | None = None
    forwarding: Span = timedelta(0)
    calendars: dict[str, Annotated[Any, Or(CalendarForm, ALWAYS, HOLE)]] = {}
    working_time: str | None = None
    promises: dict[str, Annotated[Any, OneOrMany(PromiseForm)]] = {}


# --- The whole --------------------------------------------------------------------------------------------------------


class PartForm(Form):
    """What the top of a file, a plan, a module or an option of a module may say."""

    channels: Annotated[Any, Or(dict[str, Annotated[Any, Or(ChannelForm)]], HOLE)] = {}
    contacts: Named | None = None
    callers: Words = ()
    handles: Words = Field((), description="Kinds of case that the promises cover; none named: all.")
    promises: dict[str, Annotated[Any, OneOrMany(PromiseForm)]] = Field({}, description="Severity: clock: quantity.")
    unpromised: Fallback | None = None
    checkpoints: dict[str, CheckpointForm] = {}
    allowances: dict[str, Annotated[Any, Or(AllowanceForm, "unlimited", HOLE)]] = {}
    price: Annotated[Any, Or(PriceForm, "included", HOLE)] | None = None
    credits: dict[str, CreditForm] = {}
    invoice: InvoiceForm | None = None
    tiers: dict[str, TierForm] = {}
    roles: dict[str, RoleForm] = {}
    help: HelpForm | None = None
    queue: Literal["first", "before others"] | None = None
    closing: ClosingForm | None = None
    steps: dict[str, StepForm] = {}
    routines: dict[str, RoutineForm] = {}
    gives: Said | None = Field(None, description="What is included, in words for the customer.")


class PlanForm(PartForm):
    """One of the plans, of which a customer has exactly one."""

    name: Said | None = None
    audience: Said | None = Field(None, alias="for")
    extends: str | None = Field(None, description="Another plan, of which this one says only what differs.")
    term: Often | None = None


class OptionForm(PlanForm):
    """Something a customer may add to a module."""


class ModuleForm(PlanForm):
    """Something a customer may choose beside a plan."""

    obligatory: str = Field("", description="'always', or 'with PRODUCT'.")
    usual: YesNo = False
    needs: Words = ()
    replaces: Words = ()
    options: dict[str, OptionForm] = {}


class VendorForm(Form):
    """Who sells the support."""

    name: str
    country: str


class CustomerForm(Form):
    """Who buys the support."""

    name: str
    country: str
    vat_id: str | None = None
    buyer_reference: str | None = None


class SourceForm(Form):
    """The paper or page that the file was written from."""

    file: str
    lines: str = ""


class OpenPointForm(Form):
    """Where the wording is open."""

    at: str
    default: Said
    because: Said | None = None
    otherwise: Words = Field((), alias="else")
    between: Words = Field((), description="Clauses of the paper that say it differently.")


class ValidForm(Form):
    """The term of an agreement."""

    start: Day = Field(alias="from")
    end: Day | None = Field(None, alias="to")
    notice: Span | None = None
    then: str = Field("ends", description="'ends', or 'renews by 12 months'.")


class BodyForm(PartForm):
    """What offers and agreements share."""

    format: Literal["support-agreement/1"]
    title: Said
    vendor: VendorForm
    service: Said
    services: Words = Field((), description="What is covered, by name; none named: everything.")
    source: SourceForm | None = None
    languages: Words
    support_in: Words = ()
    time_zone: str
    currency: str
    working_time: str | None = None
    calendars: dict[str, Annotated[Any, Or(CalendarForm, ALWAYS, HOLE)]] = {}
    frozen: FrozenForm | None = None
    kinds: dict[str, Said] = {}
    facts: dict[str, FactForm] = {}
    severities: Annotated[Any, Or(dict[str, SeverityForm], HOLE)] = {}
    classification: ClassificationForm | None = None
    clocks: dict[str, ClockForm] = {}
    reopen_within: Span = timedelta(days=14)
    plans: dict[str, PlanForm] = {}
    modules: dict[str, ModuleForm] = {}
    meters: dict[str, MeterForm] = {}
    releases: ReleasesForm | None = None
    third_parties: dict[str, ThirdPartyForm] = {}
    open_points: dict[str, OpenPointForm] = {}


class OfferForm(BodyForm):
    """A vendor's catalogue."""

    offer: str


class AgreementForm(BodyForm):
    """A signed agreement, its offer's text merged under it."""

    agreement: str
    on: str
    customer: CustomerForm
    signed: Day
    valid: ValidForm
    plan: str | None = None
    choose: Words = ()
    installed: Words = Field((), description="The vendor's products that the customer uses.")
    settled: dict[str, Said] = {}


class AmendmentForm(Form):
    """A numbered, dated change of a signed agreement."""

    format: Literal["support-agreement/1"]
    amends: str
    number: Whole
    signed: Day
    effective: Day
    because: str
    retroactive: YesNo = False
    changes: dict[str, Any] = Field({}, description="Path: the new value.")
    adds: dict[str, Any] = Field({}, description="Path: what stands there from now on.")
    ends: Words = Field((), description="Paths that fall away.")


MILESTONES: Final = get_args(Milestone)
