"""The file that describes a vendor: its people, its customers, who of them there are, and which agreements they signed.

Every scalar is read as text, like in an agreement; `docs/reference/vendor-file.md` shows all keys.
"""

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError as BadAddress
from django.core.validators import validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from upheld_desk.errors import DeskError
from upheld_desk.people import hours


class Unloadable(DeskError):
    """A file cannot be loaded; the message has all that is wrong with it, a line each."""


def _yes_no(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("this is no time zone; write one like 'Europe/Berlin'")
    return value


def _address(value: str) -> str:
    """Return a mail address in the one spelling in which it is looked for."""
    try:
        validate_email(value)
    except BadAddress as error:
        raise ValueError("this is no mail address; write one like 'help@firm.example'") from error
    return value.lower()


def _own_address(value: str) -> str:
    """Return a vendor's address; what follows a plus in it is for the desk, which finds cases by it."""
    if "+" in value:
        raise ValueError("an address for reports has no '+'; leave out what follows it")
    return _address(value)


def _hours(value: str) -> str:
    hours.calendar(value, "UTC")
    return value


Flag = Annotated[bool, BeforeValidator(_yes_no)]
Language = Literal["en", "de", "sv"]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Address = Annotated[str, AfterValidator(lambda value: value and _address(value))]
Zone = Annotated[str, AfterValidator(lambda value: value and _zone(value))]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Someone(_Form):
    """A person of the vendor or of a customer."""

    handle: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    name: Name
    email: Address = ""
    phone: str = Field("", max_length=40)
    caller: Literal["customer", "partner", "level-1"] = "customer"
    languages: tuple[Language, ...] = ()
    sign_in: Flag = True  # whether they get an account
    active: Flag = True  # whether they are still there


class Contact(Someone):
    """Somebody of a customer."""

    role: Literal["contact", "customer-lead", "level-1"]


class Colleague(Someone):
    """Somebody of the vendor."""

    role: Literal["staff", "lead", "account-manager", "finance", "admin"]


class Brought(_Form):
    """An agreement or amendment: its file, who signed it, on which day; without a day it stays a draft."""

    file: str
    vendor: str
    customer: str = ""
    on: date | None = None
    knowing: Flag = False  # they knew what was still to solve


class Firm(_Form):
    """A customer."""

    slug: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    name: Name
    country: str = Field("", pattern=r"^([A-Z]{2})?$")
    language: Language = "en"
    zone: Zone = ""  # empty: the vendor's
    active: Flag = True  # whether it is still a customer
    people: tuple[Contact, ...] = ()
    agreements: tuple[Brought, ...] = ()


class House(_Form):
    """A vendor with all that belongs to it."""

    slug: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    name: Name
    prefix: str = Field(pattern=r"^[A-Z0-9]{1,8}$")
    colour: str = Field("#2563c9", pattern=r"^#[0-9a-f]{6}$")
    zone: Annotated[str, AfterValidator(_zone)]
    languages: tuple[Language, ...]
    mail: Annotated[str, AfterValidator(_own_address)]
    unknown_senders: Literal["answer", "triage"] = "triage"
    notify: Annotated[str, Field(max_length=200), AfterValidator(_hours)] = "mon-fri 07:00-19:00"
    offers: tuple[str, ...] = ()
    staff: tuple[Colleague, ...]
    customers: tuple[Firm, ...] = ()


_KEYS: Final = sorted({key for form in (House, Firm, Brought, Contact, Colleague) for key in form.model_fields})
_OF_AGREEMENTS: Final = frozenset({"format", "offer", "agreement", "amends"})  # keys that files of agreements have
_PATTERNS: Final = {
    "slug": "small letters, digits and hyphens, like 'north-star'",
    "handle": "small letters, digits, dots and hyphens, like 'l.huber'",
    "prefix": "up to 8 capital letters and digits, like 'SOS'",
    "country": "two capital letters, like 'DE'",
    "colour": "six figures behind a '#', like '#1b5fc1'",
}


def text(path: Path) -> str:
    """Return what is in a file."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Unloadable(f"{path}: it cannot be read: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise Unloadable(f"{path}: it cannot be read: {error}; save it as UTF-8") from error


def house(path: Path) -> House:
    """Return the vendor that a file describes. Raises `Unloadable` with everything that is wrong with it."""
    try:
        data: Any = YAML(typ="base", pure=True).load(text(path))
    except MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Unloadable(f"{path}{line}: this is not YAML: {error.problem or error}") from error
    except YAMLError as error:
        raise Unloadable(f"{path}: this is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict) or _OF_AGREEMENTS & data.keys():
        raise Unloadable(
            f"{path}: this file describes no vendor; it has 'slug', 'name' and so on, "
            "and names files of agreements under 'offers' and 'agreements'"
        )
    try:
        return House.model_validate(data)
    except ValidationError as error:
        raise Unloadable("\n".join(f"{path}: {_said(problem)}" for problem in error.errors())) from error


def _said(problem: Any) -> str:  # noqa: ANN401  pydantic's own kind of dictionary
    where = ".".join(str(part) for part in problem["loc"])
    key = str(problem["loc"][-1])
    match problem["type"]:
        case "missing":
            return f"{where}: is missing"
        case "extra_forbidden":
            near = get_close_matches(key, _KEYS, 1)
            return f"{where}: is not a key here; " + (f"did you mean '{near[0]}'?" if near else "remove it")
        case "string_pattern_mismatch":
            said = f"write {_PATTERNS[key]}"
        case "literal_error":
            said = f"write {problem['ctx']['expected']}"
        case "tuple_type":
            said = "write a list, like [one, another]"
        case kind if kind.startswith("date"):
            said = "write a day like 2026-03-20"
        case _:
            said = problem["msg"].removeprefix("Value error, ")
            said = said[:1].lower() + said[1:]
    given = problem.get("input")
    return f"{where}: '{given}': {said}" if isinstance(given, str) else f"{where}: {said}"
