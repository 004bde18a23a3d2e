"""What somebody gave with an act, and what is lacking: a text, a reason, a severity that the agreement has."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from upheld.agreements import Severity, Terms
from upheld.words import LANGUAGES, Language
from upheld_desk.errors import Refused

_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")  # what no text in a database can hold
_SUBJECT: Final = 300  # characters


def text(given: str) -> str:
    """Return a text that must be there."""
    found = given.strip()
    if not found:
        raise Refused(_("Please write something first."), "text-missing", {"field": "text"})
    return found


def reason(given: str) -> str:
    """Return a reason that must be there."""
    found = given.strip()
    if not found:
        raise Refused(_("Please say why."), "reason-missing", {"field": "reason"})
    return found


def subject(given: str, text: str = "") -> str:
    """Return a subject, one line of it; where none was given, the beginning of the text."""
    lines = [" ".join(line.split()) for line in (given, *text.splitlines())]
    return next((line for line in lines if line), "")[:_SUBJECT]


def storable(value: Any) -> Any:  # noqa: ANN401  plain data
    """Return plain data whose texts can be stored: characters that none can hold are taken out."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {storable(name): storable(each) for name, each in value.items()}
    return [storable(each) for each in value] if isinstance(value, list | tuple) else value


def minutes(given: int, most: int) -> int:
    """Return a number of minutes that can be."""
    if not 1 <= given <= most:
        message = _("Please write a number of minutes from 1 to %(most)s.")
        raise Refused(message % {"most": most}, "minutes", {"field": "minutes", "most": most})
    return given


def severity(terms: Terms, given: str) -> Severity:
    """Return a severity of the agreement."""
    for found in terms.shared.severities:
        if found.id == given:
            return found
    known = ", ".join(found.name.in_language(language()) for found in terms.shared.severities)
    message = _("“%(given)s” is not a severity of this agreement. It has: %(known)s.")
    raise Refused(message % {"given": given, "known": known}, "severity-unknown", {"field": "severity"})


def language() -> Language:
    """Return the reader's language, as the engine's words know it."""
    active = (get_language() or "en").split("-")[0]
    return next((known for known in LANGUAGES if known == active), "en")
