"""The story of a case's severity: what was claimed, asked for and decided, by whom, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upheld.cases import Asking
from upheld.reasons import Reason
from upheld_desk.staff import labels
from upheld_desk.staff.opening import Opened


@dataclass(frozen=True, slots=True)
class Step:
    """From an instant on the case had this severity."""

    name: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A wish of the customer, in words."""

    words: str
    granted: bool


_SOURCES: Final[labels.Words] = {
    "none": gettext_lazy("the agreement knows no severities"),
    "claimed": gettext_lazy("as the customer reported it"),
    "default": gettext_lazy("as the agreement has it where nobody says otherwise"),
    "asked": gettext_lazy("the customer asked for it"),
}


def steps(opened: Opened) -> list[Step]:
    """Return what the severity was from when on, the present one first."""
    named = [decision for decision in opened.case.decisions if opened.terms.shared.severities]
    return [
        Step(opened.name_of_severity(each.severity), _source(opened, each.source, each.at), each.at)
        for each in reversed(named)
    ]


def _source(opened: Opened, source: str, at: datetime) -> str:
    if source != "classified":
        return labels.word(_SOURCES, source)
    by = next((item.fact.by for item in opened.case.items if item.fact.kind == "classified" and item.fact.at == at), "")
    if not by:
        return _("by the answers of the report")
    return _("decided by %(name)s") % {"name": opened.names.get(by, by)}


def claims(opened: Opened) -> list[Claim]:
    """Return what the customer asked for, and what is still missing."""
    return [Claim(_claim(opened, asking), asking.granted is not None) for asking in opened.case.claims]


def _claim(opened: Opened, asking: Asking) -> str:
    name = opened.name_of_severity(asking.severity)
    if asking.granted is not None:
        channels = ", ".join(labels.word(labels.CHANNELS, channel) for channel in asking.channels)
        return _("%(severity)s was asked for by %(channels)s and counts.") % {"severity": name, "channels": channels}
    if asking.refused == "not offered":
        return _("%(severity)s was asked for; the agreement does not offer it.") % {"severity": name}
    if asking.refused == "too late":
        return _("%(severity)s was asked for after the report, which is too late.") % {"severity": name}
    missing = ", ".join(labels.word(labels.CHANNELS, channel) for channel in asking.missing)
    return _("%(severity)s was asked for; it counts when it is asked for by %(missing)s too.") % {
        "severity": name,
        "missing": missing,
    }


def reasons(opened: Opened) -> list[Reason]:
    """Return why the case has the severity that it has."""
    return [decision.reason() for decision in opened.case.decisions[-1:] if opened.terms.shared.severities]
