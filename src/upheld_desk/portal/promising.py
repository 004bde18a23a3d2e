"""What is promised before anything is sent, as the panel beside the form shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from upheld.agreements import Terms
from upheld.duties import Duty
from upheld.gates import Condition
from upheld.words import names, say
from upheld.words.figures import decimal
from upheld.words.phrases import quantity
from upheld.words.terms import term
from upheld_desk.intake.preview import Preview
from upheld_desk.intake.rating import Rating
from upheld_desk.intake.usage import Usage
from upheld_desk.looks import naming, speech


@dataclass(frozen=True, slots=True)
class Promised:
    """A clock that would run."""

    duty: Duty
    title: str
    within: str  # "within 8 working hours"


@dataclass(frozen=True, slots=True)
class Taken:
    """What the report takes of an allowance."""

    usage: Usage
    name: str

    @property
    def sentence(self) -> str:
        """Return what it takes, and what is left then."""
        said = {
            "name": self.name,
            "left": decimal(self.usage.left_after, speech.language()),
            "of": decimal(self.usage.granted, speech.language()),
        }
        return _("%(name)s: this one counts. Then %(left)s of %(of)s are left.") % said


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition of the agreement, in words."""

    met: bool
    sentence: str
    clause: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the panel shows."""

    preview: Preview
    promised: tuple[Promised, ...]
    handed_over: tuple[Promised, ...]
    if_granted: tuple[Promised, ...]
    severity: str
    examples: tuple[str, ...]  # what the agreement names for it
    how: str  # who decides, and on what ground
    question: str  # to answer next
    needed: tuple[str, ...]  # questions that were answered, and the next one
    taken: tuple[Taken, ...]
    conditions: tuple[Checked, ...]


def panel(found: Preview, vendor: str) -> Panel:
    """Return what the panel shows of a preview under an agreement with a vendor."""
    if found.terms is None or found.severity is None:
        return Panel(found, (), (), (), "", (), "", "", (), (), ())
    terms, rated, language = found.terms, found.severity, speech.language()
    asked = rated.next
    return Panel(
        preview=found,
        promised=_promised(terms, found.duties) if rated.severity or rated.by == "nobody" else (),
        handed_over=_promised(terms, found.handed_over),
        if_granted=tuple(each for each in _promised(terms, found.if_granted) if each.duty.due),
        severity=naming.called(rated.severity) if rated.severity else "",
        examples=tuple(rated.severity.examples.in_language(language).splitlines()) if rated.severity else (),
        how=_how(found, rated, vendor),
        question=naming.question(asked) if asked else "",
        needed=(*found.draft.answers, *rated.decision.open[:1]),
        taken=tuple(Taken(usage, term(usage.allowance.unit, language)) for usage in found.allowances if usage.is_taken),
        conditions=tuple(_checked(terms, condition, found.zone) for condition in found.conditions),
    )


def _promised(terms: Terms, duties: Sequence[Duty]) -> tuple[Promised, ...]:
    return tuple(Promised(duty, naming.duty(terms, duty), _within(duty)) for duty in duties)


def _within(duty: Duty) -> str:
    reasons = (each for reason in duty.reasons for each in reason.walk())
    said = [str(reason.fields["quantity"]) for reason in reasons if reason.code == "promise"]
    return quantity(said[-1], speech.language()) if said else ""


def _how(found: Preview, rated: Rating, vendor: str) -> str:
    """Return who decides on the severity, and on what ground."""
    assert found.terms
    if rated.by == "vendor":
        if found.terms.shared.classification.objection:
            return _("By your answers. %(vendor)s confirms or changes it and tells you; you may object.") % {
                "vendor": vendor
            }
        return _("By your answers. %(vendor)s confirms or changes it and tells you.") % {"vendor": vendor}
    if rated.by == "customer":
        granted = rated.asked is not None and rated.asked == rated.severity
        return _("As you ask.") if granted else _("The usual one, until a higher one counts.")
    return _("By the criteria of your agreement.") if rated.by != "nobody" else ""


def _checked(terms: Terms, condition: Condition, zone: str) -> Checked:
    called = names(terms.shared, speech.language())
    sentences = " ".join(say(reason, speech.language(), zone, called) for reason in condition.reasons)
    clause = condition.clause
    return Checked(condition.met, sentences, ", ".join(clause.cites) or clause.path if clause else "")
