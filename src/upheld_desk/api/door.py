"""The door: who asks, whether their token reaches so far, and whether what the address names is there for them.

All of it is asked before anything that was sent is read, so nobody learns more from an error than that there is nothing
for them. A session lets nobody in: a browser sends its cookie by itself, a token is sent by whoever means to.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from upheld_desk import access, clock
from upheld_desk.accounts import tokens
from upheld_desk.api import limits
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store.models import Agreement, Log


class TokenRequest(HttpRequest):
    """A request of a program that got in."""

    person: Person
    scopes: frozenset[str]
    now: datetime
    log: Log  # where the address names a case
    agreement: Agreement  # where it names an agreement


class Bearer(HttpBearer):
    """Let in who has a token with a scope, and asks by no parameters but those that are named.

    A lesser scope may let in as well; how far it reaches is then for the operation to ask.
    """

    def __init__(self, scope: str, *parameters: str, lesser: str = "") -> None:
        super().__init__()
        self.scope = scope
        self.lesser = lesser
        self.parameters = parameters

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ANN401  as the base has it
        """Return who it is; None where the token is none."""
        now = clock.now()
        found = tokens.who(token, now)
        if found is None:
            return None
        asked = cast("TokenRequest", request)
        asked.person, asked.scopes, asked.now = (*found, now)
        _speak(asked)
        if self.lesser not in asked.scopes:
            require(asked, self.scope)
        limits.count(sha256(token.encode()).hexdigest(), now)
        _find(asked)
        self._refuse_unknown(asked)
        return asked.person

    def _refuse_unknown(self, request: HttpRequest) -> None:
        """Refuse what would be overlooked: a filter with a slip in its name would let everything through."""
        unknown = sorted(set(request.GET) - set(self.parameters))
        if unknown:
            told = _("There is no parameter like this here: %(names)s. There are: %(known)s.")
            named = {"names": ", ".join(unknown), "known": ", ".join(self.parameters) or "–"}
            raise Refused(told % named, "parameter", {"field": unknown[0]})


def require(request: TokenRequest, scope: str) -> None:
    """Pass if the token has a scope; else raise `Refused`."""
    if scope not in request.scopes:
        told = _("This token does not reach so far. It needs: %(scope)s.") % {"scope": scope}
        raise Refused(told, "scope-missing", {"scope": scope})


def _speak(request: TokenRequest) -> None:
    """Answer in the language that is asked for, else in the person's, with times in their zone.

    Both end with the request: the middleware puts back what it found.
    """
    timezone.activate(ZoneInfo(request.person.zone))
    asked = "Accept-Language" in request.headers
    language = translation.get_language_from_request(request) if asked else request.person.language
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _find(request: TokenRequest) -> None:
    """Find what the address names."""
    assert request.resolver_match
    named = request.resolver_match.kwargs
    if any("\0" in str(value) for value in named.values()):
        raise NotFound("a name that none can have")
    if "reference" in named:
        request.log = access.case(request.person, named["reference"])
    if "number" in named:
        request.agreement = access.agreement(request.person, named["number"])
