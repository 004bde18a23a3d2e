"""Rules: whether an act may be done to a case as it is. Pure: each returns why not, or None.

What a role may do is not asked here but in `people.roles`. A rule knows the case, what was agreed for it, who acts and
when; what is still to be filled in (a severity, a reason) is asked for by the act itself.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from upheld.cases import read
from upheld.duties.approvals import approvals
from upheld.gates import LEVEL_1, reopening
from upheld_desk import casefiles
from upheld_desk.actions.acting import Seen, said
from upheld_desk.errors import Refused

Rule = Callable[[Seen], Refused | None]


# --- What several rules ask -------------------------------------------------------------------------------------------


def goes_on(seen: Seen) -> Refused | None:
    """A case that is over is not worked on."""
    case = seen.case
    if not case.is_ended:
        return None
    fields: dict[str, object] = {"status": case.status, "into": case.into}
    if case.into:
        message = _("This case goes on in %(into)s. Please continue there.")
        return Refused(message % {"into": case.into}, "case-ended", fields)
    message = _("This case is over since %(ended)s. Reopen it, or report a new one.")
    return Refused(message % {"ended": said(case.ended or case.last_at)}, "case-ended", fields)


def with_vendor(seen: Seen) -> Refused | None:
    """Nobody of the vendor works on what the customer's level 1 has not handed over yet."""
    if over := goes_on(seen):
        return over
    if is_with_level_1(seen):
        return Refused(
            _("Level 1 of the customer has this case. Work on it begins when they hand it over."), "not-handed-over"
        )
    return None


def is_with_level_1(seen: Seen) -> bool:
    """Say whether a level of the customer's has the case."""
    return casefiles.is_with_customer(seen.case.level, seen.terms)


def is_level_1(seen: Seen) -> bool:
    """Say whether who acts is named as the customer's level 1."""
    person = seen.person
    if person is None or person.is_staff:
        return False
    named = [name for role in seen.terms.roles if role.id == LEVEL_1 for name in (*role.people, *role.deputies)]
    return LEVEL_1 in (person.role, person.caller) or person.handle in named


def is_approved(seen: Seen) -> bool:
    """Say whether the customer approved the solution, or was silent for as long as counts as an approval."""
    if seen.case.approved:
        return True
    events = [item.fact.event for item in seen.case.items if item.fact.event]
    case = read(events, seen.terms, seen.at)
    assert case
    found = [duty for duty in approvals(seen.terms, case, seen.at) if duty.name == "approval"]
    return bool(found) and found[-1].state == "kept"


def was_answered(seen: Seen) -> bool:
    """Say whether a person of the vendor said something to the customer."""
    kinds = ("replied", "called", "solution proposed")
    return any(item.fact.kind in kinds and not getattr(item.fact.event, "automatic", False) for item in seen.case.items)


# --- Talking ----------------------------------------------------------------------------------------------------------


def may_note(seen: Seen) -> Refused | None:
    """A note may be written at any time."""
    del seen
    return None


# --- Severity ---------------------------------------------------------------------------------------------------------


def _no_severities() -> Refused:
    return Refused(_("This agreement knows no severities."), "no-severities")


def may_classify(seen: Seen) -> Refused | None:
    """The severity is given by the vendor or by criteria, not where the customer chooses it."""
    if over := goes_on(seen):
        return over
    if not seen.terms.shared.severities:
        return _no_severities()
    if seen.terms.shared.classification.by == "customer":
        return Refused(
            _("The customer chooses the severity by this agreement. Log their wish when they tell you one."),
            "severity-is-the-customers",
            clause(seen, "classification"),
        )
    if seen.case.objection:
        return Refused(
            _("The customer has objected to the severity. A second person decides on that first."), "objection-open"
        )
    return None


def may_ask_severity(seen: Seen) -> Refused | None:
    """A customer asks for a severity where the customer chooses it."""
    if over := goes_on(seen):
        return over
    if not seen.terms.shared.severities:
        return _no_severities()
    rules = seen.terms.shared.classification
    if rules.by == "customer":
        return None
    if rules.objection:
        return Refused(
            _("The severity is given by the vendor. If it is wrong, object to it and say why."),
            "severity-is-not-asked",
            clause(seen, "classification"),
        )
    return Refused(
        _("The severity follows from what the agreement says. If the facts have changed, please write what is new."),
        "severity-is-not-asked",
        clause(seen, "classification"),
    )


def may_object(seen: Seen) -> Refused | None:
    """The customer objects to a decision on the severity where the agreement says so, once for each decision."""
    if over := goes_on(seen):
        return over
    if seen.terms.shared.classification.objection is None:
        return Refused(
            _("This agreement has no objection to the severity. Please write us why it should be another one."),
            "no-objection-agreed",
            clause(seen, "classification"),
        )
    if seen.case.objection:
        return Refused(_("There is an objection already. A second person is deciding on it."), "objection-open")
    if not any(decision.source == "classified" for decision in seen.case.decisions):
        return Refused(_("Nobody has decided on the severity yet."), "not-classified")
    return None


def may_decide_objection(seen: Seen) -> Refused | None:
    """A second person decides on an objection: not the one whose decision it is about."""
    if over := goes_on(seen):
        return over
    objection = seen.case.objection
    if objection is None:
        return Refused(_("Nobody has objected to the severity."), "no-objection")
    if objection.against and objection.against == seen.by:
        return Refused(
            _("The objection is against your own decision. By the agreement a second person decides on it."),
            "second-person",
            clause(seen, "classification"),
        )
    return None


# --- Working ----------------------------------------------------------------------------------------------------------


def may_hand_over(seen: Seen) -> Refused | None:
    """Levels are handed over by who has the case; what the customer's level 1 has, only they hand over."""
    if over := goes_on(seen):
        return over
    if not seen.terms.tiers:
        return Refused(_("This agreement knows no levels of support."), "no-levels")
    if is_with_level_1(seen):
        if is_level_1(seen):
            return None
        return Refused(_("Level 1 of the customer has this case. Only they can hand it over."), "only-level-1")
    if seen.person is None or not seen.person.is_staff:
        return Refused(_("The vendor has this case already."), "handed-over")
    return None


def may_resume(seen: Seen) -> Refused | None:
    """Only a case that waits goes on."""
    if over := goes_on(seen):
        return over
    if seen.case.wait is None:
        return Refused(_("The case is not waiting for anybody."), "not-waiting")
    return None


def may_forward(seen: Seen) -> Refused | None:
    """A case is passed on to a supplier that the agreement names and whom the vendor may call."""
    if refused := with_vendor(seen):
        return refused
    if not seen.terms.shared.third_parties:
        return Refused(_("This agreement names no suppliers."), "no-suppliers")
    return None


# --- Solving ----------------------------------------------------------------------------------------------------------


def may_restore(seen: Seen) -> Refused | None:
    """What works again already is not restored again."""
    if refused := with_vendor(seen):
        return refused
    if seen.case.restored:
        message = _("It works again since %(since)s already.")
        return Refused(message % {"since": said(seen.case.restored)}, "restored-already")
    return None


def may_propose(seen: Seen) -> Refused | None:
    """One solution at a time waits for the customer's answer."""
    if refused := with_vendor(seen):
        return refused
    if seen.case.proposed:
        message = _("A solution was proposed on %(at)s. The customer has not answered yet.")
        return Refused(message % {"at": said(seen.case.proposed)}, "proposed-already")
    return None


def may_answer_solution(seen: Seen) -> Refused | None:
    """Only a solution that was proposed is approved or refused."""
    if over := goes_on(seen):
        return over
    if seen.case.proposed is None:
        return Refused(_("There is no solution to decide on."), "nothing-proposed")
    return None


def may_close(seen: Seen) -> Refused | None:
    """Closing needs what the agreement says: the customer's approval, or at least a solution that was told."""
    if over := goes_on(seen):
        return over
    if seen.case.objection:
        return Refused(_("The customer has objected to the severity. Decide on that before closing."), "objection-open")
    closing = seen.terms.closing
    if closing and closing.needs_approval:
        if is_approved(seen):
            return None
        fields: dict[str, object] = {"clause": closing.clause.path, "text": closing.clause.text}
        if seen.case.proposed:
            message = _("By the agreement the customer must approve the solution first. They have not answered yet.")
        else:
            message = _("By the agreement the customer must approve the solution first. Please propose one.")
        return Refused(message, "needs-approval", fields)
    return None


def may_reopen(seen: Seen) -> Refused | None:
    """What is over goes on again within the time that was agreed; later it is a new case."""
    case = seen.case
    if not case.is_ended:
        return Refused(_("The case is not closed."), "not-closed")
    if case.status == "merged":
        message = _("This case goes on in %(into)s. Please continue there.")
        return Refused(message % {"into": case.into}, "case-ended", {"status": case.status, "into": case.into})
    assert case.ended
    condition = reopening(seen.terms, case.ended, seen.at)
    if condition.met:
        return None
    until = case.ended + seen.terms.shared.reopen_within
    message = _("This case could be reopened until %(until)s. Please report a new one and link it with this one.")
    return Refused(
        message % {"until": said(until)}, "reopen-too-late", {"until": until.isoformat(), "suggest": "report"}
    )


def clause(seen: Seen, part: str) -> dict[str, object]:
    """Return the clause of a part of the agreement as a refusal names it."""
    found = {"classification": seen.terms.shared.classification.clause}[part]
    return {"clause": found.path, "text": found.text}


# By the name that `people.roles` has for the act.
RULES: Final[Mapping[str, Rule]] = {
    "reply": goes_on,
    "note": may_note,
    "watch": may_note,
    "classify": may_classify,
    "object": may_object,
    "decide objection": may_decide_objection,
    "ask severity": may_ask_severity,
    "hand over": may_hand_over,
    "assign": goes_on,
    "start work": with_vendor,
    "wait": goes_on,
    "resume": may_resume,
    "log effort": goes_on,
    "forecast": goes_on,
    "call": goes_on,
    "visit": with_vendor,
    "not fixed remotely": with_vendor,
    "forward": may_forward,
    "restore": may_restore,
    "propose": may_propose,
    "approve": may_answer_solution,
    "refuse solution": may_answer_solution,
    "close": may_close,
    "reopen": may_reopen,
    "merge": goes_on,
    "link": may_note,
    "withdraw": goes_on,
    "mark duplicate": goes_on,
}


def allow(seen: Seen, act: str) -> None:
    """Pass if a case as it is allows an act; else raise why not."""
    if refused := RULES[act](seen):
        raise refused
