"""Foreseeing: the shape of what would be so if a report were sent now."""

from upheld.agreements import Terms
from upheld.words import names, say
from upheld_desk.api import shapes, showing
from upheld_desk.intake.preview import Preview
from upheld_desk.intake.rating import Rating
from upheld_desk.intake.remarks import Refusal, Remark
from upheld_desk.intake.usage import Usage
from upheld_desk.looks import naming, speech


def preview(found: Preview) -> shapes.Preview:
    """Return a preview as programs get it."""
    terms = found.terms
    return shapes.Preview(
        may_be_sent=found.may_be_sent,
        agreement=found.agreement.number if found.agreement else None,
        version=found.version.hash if found.version else None,
        channel=found.report.channel if found.report else None,
        severity=_severity(found.severity) if found.severity else None,
        duties=showing.duties(found.duties, terms) if terms else [],
        handed_over=showing.duties(found.handed_over, terms) if terms else [],
        if_granted=showing.duties(found.if_granted, terms) if terms else [],
        allowances=[_taking(usage, terms) for usage in found.allowances] if terms else [],
        conditions=_conditions(found, terms) if terms else [],
        remarks=[_remark(remark) for remark in found.remarks],
        refused=[_refusal(refusal) for refusal in found.refused],
    )


def _severity(found: Rating) -> shapes.Foreseen:
    return shapes.Foreseen(
        id=found.severity.id if found.severity else None,
        name=naming.called(found.severity) if found.severity else "",
        by=found.by,
        provisional=found.is_provisional,
        asked=found.asked.id if found.asked else None,
        missing=list(found.missing),
        question=found.next.id if found.next else None,
    )


def _taking(found: Usage, terms: Terms) -> shapes.Taking:
    return shapes.Taking(
        allowance=found.allowance.id,
        unit=found.allowance.unit,
        do=found.decision.do,
        amount=str(found.decision.amount),
        granted=str(found.granted),
        left=str(found.left),
        left_after=str(found.left_after),
        taken=found.is_taken,
        reason=showing.reason(found.decision.reason, names(terms.shared, speech.language())),
    )


def _conditions(found: Preview, terms: Terms) -> list[shapes.Condition]:
    language = speech.language()
    called = names(terms.shared, language)
    return [
        shapes.Condition(
            name=condition.name,
            met=condition.met,
            sentence=" ".join(say(reason, language, found.zone, called) for reason in condition.reasons),
            clause=showing.clause(condition.clause),
        )
        for condition in found.conditions
    ]


def _remark(found: Remark) -> shapes.Remark:
    return shapes.Remark(code=found.code, sentence=found.sentence, clause=showing.clause(found.clause))


def _refusal(found: Refusal) -> shapes.Refusal:
    return shapes.Refusal(
        code=found.code,
        sentence=found.sentence,
        alternative=found.alternative,
        clause=showing.clause(found.clause),
    )
