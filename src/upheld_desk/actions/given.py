"""What somebody gave with an act, and what is lacking: a text, a reason, a severity that the agreement has."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from upheld.agreements import Severity, Terms
from upheld.words import LANGUAGES, Language
from upheld_desk.errors import Refused


def text(given: str) -> str:
    """Return a text that must be there."""
    if not given.strip():
        raise Refused(_("Please write something first."), "text-missing", {"field": "text"})
    return given.strip()


def reason(given: str) -> str:
    """Return a reason that must be there."""
    if not given.strip():
        raise Refused(_("Please say why."), "reason-missing", {"field": "reason"})
    return given.strip()


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
