"""The file that describes a vendor: its people, its customers, who of them there are, and which agreements they signed.

Every scalar is read as text, like in an agreement; `docs/reference/vendor-file.md` shows all keys.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from upheld_desk.errors import DeskError


class Unloadable(DeskError):
    """A file cannot be loaded; the message has all that is wrong with it, a line each."""


def _yes_no(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_yes_no)]
Language = Literal["en", "de", "sv"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Someone(_Form):
    """A person of the vendor or of a customer."""

    handle: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")
    name: str
    role: str
    email: str = ""
    phone: str = ""
    caller: str = "customer"
    languages: tuple[Language, ...] = ()
    sign_in: Flag = True  # whether they get an account


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
    name: str
    country: str = ""
    language: Language = "en"
    people: tuple[Someone, ...] = ()
    agreements: tuple[Brought, ...] = ()


class House(_Form):
    """A vendor with all that belongs to it."""

    slug: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    name: str
    prefix: str = Field(pattern=r"^[A-Z0-9]{1,8}$")
    colour: str = Field("#2563c9", pattern=r"^#[0-9a-f]{6}$")
    zone: str
    languages: tuple[Language, ...]
    mail: str
    unknown_senders: Literal["answer", "triage"] = "triage"
    notify: str = "mon-fri 07:00-19:00"
    offers: tuple[str, ...] = ()
    staff: tuple[Someone, ...]
    customers: tuple[Firm, ...] = ()


def house(path: Path) -> House:
    """Return the vendor that a file describes. Raises `Unloadable` with everything that is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unloadable(f"{path}: it cannot be read: {error}; check the path") from error
    try:
        data: Any = YAML(typ="base", pure=True).load(text)
    except YAMLError as error:
        raise Unloadable(f"{path}: this is not YAML: {' '.join(str(error).split())}") from error
    try:
        return House.model_validate(data)
    except ValidationError as error:
        raise Unloadable("\n".join(f"{path}: {_said(problem)}" for problem in error.errors())) from error


def _said(problem: Any) -> str:  # noqa: ANN401  pydantic's own kind of dictionary
    where = ".".join(str(part) for part in problem["loc"]) or "the file"
    given = problem.get("input")
    shown = f"'{given}': " if isinstance(given, str) else ""
    return f"{where}: {shown}{problem['msg'][:1].lower()}{problem['msg'][1:]}"
