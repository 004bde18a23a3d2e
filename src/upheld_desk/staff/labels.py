"""Labels: what staff's pages call the states, kinds and channels that the engine and the log name in English words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, "str | Promise"]

STATUSES: Final[Words] = {
    "new": pgettext_lazy("a case", "new"),
    "open": pgettext_lazy("a case", "open"),
    "waiting": pgettext_lazy("a case", "waiting"),
    "restored": pgettext_lazy("a case", "restored"),
    "proposed": pgettext_lazy("a case", "solution proposed"),
    "closed": pgettext_lazy("a case", "closed"),
    "duplicate": pgettext_lazy("a case", "duplicate"),
    "merged": pgettext_lazy("a case", "merged"),
    "withdrawn": pgettext_lazy("a case", "withdrawn"),
}
GOING_ON: Final = ("new", "open", "waiting", "restored", "proposed")

CHANNELS: Final[Words] = {
    "portal": _("Portal"),
    "ticket": _("Ticket"),
    "email": _("E-mail"),
    "mail": _("E-mail"),
    "phone": _("Phone"),
    "api": _("API"),
    "chat": _("Chat"),
    "conference-call": _("Conference call"),
    "monitoring": _("Monitoring"),
    "sms": _("Text message"),
    "on-site": _("On site"),
}
ANSWERS: Final[Words] = {
    "yes": _("yes"),
    "no": _("no"),
    "none": pgettext_lazy("answer", "None"),
    "one": pgettext_lazy("answer", "One"),
    "essential": pgettext_lazy("answer", "Essential ones"),
    "few": pgettext_lazy("answer", "A few"),
    "many": pgettext_lazy("answer", "Many"),
}


def word(words: Words, key: str) -> str:
    """Return the word for a key, or the key itself where an agreement has its own."""
    return str(words.get(key, key))
