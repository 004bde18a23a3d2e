"""Channels: what a way to write to us counts as under an agreement.

An agreement names its channels, and not every one names a portal. What is written on a page of ours counts as the
agreement's own written channel: its portal, else its ticket system, else e-mail. A mail may open a ticket. Nothing
ever counts as a call.
"""

from collections.abc import Mapping
from typing import Final

from upheld.agreements import Terms

_COUNTS_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "portal": ("portal", "ticket", "email"),
    "api": ("api", "portal", "ticket", "email"),
    "email": ("email", "ticket"),
}


def agreed_channel(terms: Terms, channel: str) -> str:
    """Return the channel of the agreement that a channel counts as; itself where there is none."""
    agreed = {found.id for found in terms.channels}
    return next((name for name in _COUNTS_AS.get(channel, ()) if name in agreed), channel)
