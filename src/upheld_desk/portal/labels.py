"""Labels: what the portal calls the states, kinds and answers that the engine and the log name in English words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from upheld.agreements import Terms
from upheld.words.terms import term
from upheld_desk.casefiles import Casefile
from upheld_desk.looks import speech

Words = Mapping[str, "str | Promise"]

STATUSES: Final[Words] = {
    "new": pgettext_lazy("your case", "received"),
    "open": pgettext_lazy("your case", "in work"),
    "waiting": pgettext_lazy("your case", "waiting"),
    "restored": pgettext_lazy("your case", "works again"),
    "proposed": pgettext_lazy("your case", "solution to approve"),
    "closed": pgettext_lazy("your case", "closed"),
    "duplicate": pgettext_lazy("your case", "goes on elsewhere"),
    "merged": pgettext_lazy("your case", "goes on elsewhere"),
    "withdrawn": pgettext_lazy("your case", "taken back"),
}
ICONS: Final[Mapping[str, str]] = {
    "new": "outline/inbox",
    "open": "outline/progress",
    "waiting": "outline/player-pause",
    "restored": "outline/heart-check",
    "proposed": "outline/bulb",
    "closed": "outline/circle-check",
    "duplicate": "outline/arrow-right",
    "merged": "outline/arrow-right",
    "withdrawn": "outline/arrow-back-up",
}
GOING_ON: Final = ("new", "open", "waiting", "restored", "proposed")

WAITS: Final[Words] = {
    "customer": _("We are waiting for your answer"),
    "access": _("We are waiting for access to your system"),
    "third party": _("We are waiting for somebody else"),
}
KINDS: Final[Words] = {
    "incident": _("Something does not work"),
    "question": _("A question"),
    "change": _("A wish for a change"),
    "request": _("A wish for a product or an adaptation"),
    "third-party": _("A question about software of others"),
    "account": _("A question about your account"),
    "expert": _("A wish for an expert"),
    "proactive": _("Noticed before it became a failure"),
}
ANSWERS: Final[Words] = {
    "yes": _("Yes"),
    "no": _("No"),
    "none": pgettext_lazy("answer", "None"),
    "one": pgettext_lazy("answer", "One"),
    "essential": pgettext_lazy("answer", "Essential ones"),
    "few": pgettext_lazy("answer", "A few"),
    "many": pgettext_lazy("answer", "Many"),
}


def word(words: Words, key: str) -> str:
    """Return the word for a key, or the key itself where an agreement has its own."""
    return str(words.get(key, key))


def status(case: Casefile) -> str:
    """Return how a case stands: a solution that was approved is more than that it works."""
    return str(_("solution approved")) if case.awaits_close else word(STATUSES, case.status)


def kind(terms: Terms, name: str) -> str:
    """Return what a kind of case is called: as the agreement defines it, else by our word."""
    defined = terms.shared.kinds.get(name)
    return (defined.in_language(speech.language()) if defined else "") or word(KINDS, name)


def channel(name: str) -> str:
    """Return what a channel is called."""
    return term(name, speech.language())
