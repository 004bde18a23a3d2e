"""Limits: how many requests a token may make. It is counted by the minute, for all processes together."""

from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from upheld_desk.errors import Refused

PER_MINUTE: Final = 300
_MINUTE: Final = 60


def count(token: str, now: datetime) -> None:
    """Count a request of a token; raise `Refused` where there were too many in this minute."""
    minute, second = divmod(int(now.timestamp()), _MINUTE)
    key = f"api/{token}/{minute}"
    if cache.add(key, 1, timeout=2 * _MINUTE):
        return
    if cache.incr(key) > PER_MINUTE:
        told = _("These are too many requests: at most %(most)s in a minute. Please wait a little.")
        fields = {"most": PER_MINUTE, "retry_after": _MINUTE - second}
        raise Refused(told % {"most": PER_MINUTE}, "too-many", fields)
