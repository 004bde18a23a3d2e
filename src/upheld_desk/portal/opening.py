"""Opening a case for the customer: what was promised, what is asked of them, what they may do."""

from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from upheld.agreements import Terms
from upheld.duties import Duty
from upheld.words import figures
from upheld.words.terms import term
from upheld_desk import opening
from upheld_desk.actions.choices import possible
from upheld_desk.facts import Fact
from upheld_desk.looks import naming, speech
from upheld_desk.opening import Shown

_ORDER: Final = {"broken": 0, "running": 1, "paused": 2, "waiting": 3, "kept": 4, "ended": 5}
_TO_DO: Final = frozenset({"running", "paused", "broken"})
_OF_APPROVAL: Final = frozenset({"approval", "approval reminder"})  # the page asks for it in a box of its own


class Opened(opening.Opened):
    """A case as somebody of the customer sees it at an instant."""

    @cached_property
    def clocks(self) -> tuple[Shown, ...]:
        """Return what was promised, what still runs first; what is measured only was not promised."""
        found = (duty for duty in self.evaluation.of_kind("clock") if not _is_measured_only(duty))
        return tuple(map(self.shown, sorted(found, key=lambda d: (_ORDER[d.state], d.due or self.now))))

    @cached_property
    def ours(self) -> tuple[Shown, ...]:
        """Return what the customer is asked for now."""
        found = (d for d in self.evaluation.of_kind("procedure") if d.of == "customer" and d.state in _TO_DO)
        return tuple(Shown(duty, _asked(self.terms, duty)) for duty in found if duty.name not in _OF_APPROVAL)

    @cached_property
    def allowed(self) -> dict[str, str]:
        """Return the acts that may be done now, and why not for those that may not: an empty text is yes."""
        acts = possible(self.person, self.log, self.case, self.terms, self.now)
        return {act.name: "" if act.allowed else act.why_not for act in acts}

    @cached_property
    def _colleagues(self) -> frozenset[str]:
        return frozenset(self.log.customer.people.values_list("handle", flat=True))

    def is_written_by_vendor(self, fact: Fact) -> bool:
        """Say whether somebody of the vendor wrote down what the customer wishes."""
        return fact.kind == "severity asked" and fact.by not in self._colleagues

    def may(self, act: str) -> bool:
        """Say whether an act may be done now."""
        return self.allowed.get(act) == ""


def _is_measured_only(duty: Duty) -> bool:
    why = (reason for each in duty.reasons for reason in each.walk())
    return any(reason.code == "unpromised" and not reason.fields["same as"] for reason in why)


def _asked(terms: Terms, duty: Duty) -> str:
    """Return what the customer is asked for; of a raise, on which channels it must still be asked for."""
    lacking = next((reason for reason in duty.reasons if reason.code == "raise incomplete"), None)
    if lacking is None:
        return naming.duty(terms, duty)
    channels = lacking.fields["channels"]
    assert isinstance(channels, tuple)
    told = {
        "severity": naming.severity(terms, duty.severity),
        "channels": figures.listed([term(channel, speech.language()) for channel in channels], speech.language()),
    }
    return _("“%(severity)s” must also be asked for by %(channels)s; it counts from then on.") % told
