"""Showing: the shapes of a case, made from what the store and the engine have. What is the vendor's stays hidden."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from upheld.agreements import Terms
from upheld.duties import Duty
from upheld.events import as_data
from upheld.reasons import Clause, Field, Reason, plain
from upheld.words import names, say
from upheld_desk import access
from upheld_desk.actions.choices import possible
from upheld_desk.api import shapes
from upheld_desk.api.opening import Opened
from upheld_desk.facts import Fact
from upheld_desk.looks import naming, speech
from upheld_desk.looks.timing import Timing
from upheld_desk.people.models import Person
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.models import CaseRow

ROOT: Final = "/api/v1"
# What the desk's own facts say beside their text.
_OWN: Final = ("subject", "service", "kind", "case", "severity", "changed", "person", "on")


# --- Why --------------------------------------------------------------------------------------------------------------


def clause(found: Clause | None) -> shapes.Clause | None:
    """Return a clause; None where something rests on none."""
    if found is None or not found.path:
        return None
    return shapes.Clause(path=found.path, text=found.text, cites=list(found.cites))


def reason(found: Reason, called: Mapping[str, str]) -> shapes.Reason:
    """Return a reason with all below it; `called` has the agreement's names by their ids."""
    return shapes.Reason(
        code=found.code,
        sentence=say(found, speech.language(), speech.zone(), called),
        fields={name: _plain(value) for name, value in found.fields.items()},
        clause=clause(found.clause),
        because=[reason(each, called) for each in found.because],
    )


def _plain(value: Field) -> JsonValue:
    """Return a field of a reason as JSON can hold it."""
    found = plain(value)
    return [*found] if isinstance(found, list) else found


def duties(found: Iterable[Duty], terms: Terms, opened: Opened | None = None) -> list[shapes.Duty]:
    """Return duties, each with its reasons."""
    called = names(terms.shared, speech.language())
    return [_duty(each, terms, called, opened) for each in found]


def _duty(found: Duty, terms: Terms, called: Mapping[str, str], opened: Opened | None) -> shapes.Duty:
    return shapes.Duty(
        id=found.id,
        kind=found.kind,
        name=found.name,
        title=naming.duty(terms, found),
        of=found.of,
        state=Timing.of(found, opened.now).state if opened else found.state,
        start=found.start,
        due=found.due,
        stopped=found.stopped,
        budget=found.budget.total_seconds() if found.budget is not None else None,
        used=found.used.total_seconds() if found.used is not None else None,
        number=found.number,
        severity=found.severity,
        tell=list(found.tell),
        amounts={name: str(amount) for name, amount in found.amounts.items()},
        pauses=[shapes.Span(begin=begin, end=end) for begin, end in found.pauses],
        changes=found.changes,
        clause=clause(found.clause),
        reasons=[reason(each, called) for each in found.reasons],
    )


# --- Cases ------------------------------------------------------------------------------------------------------------


def listed(person: Person, row: CaseRow) -> shapes.Listed:
    """Return a case as lists show it."""
    return shapes.Listed.model_validate(_listed(person, row))


def _listed(person: Person, row: CaseRow) -> dict[str, object]:
    inside = access.may(person, "see internal")
    names = ("reference", "subject", "status", "kind", "service", "channel", "level", "reported", "ended")
    return {name: getattr(row, name) for name in (*names, "last_at", "last_by_customer", "next_due", "length")} | {
        "customer": row.customer.slug,
        "agreement": row.log.agreement.number,
        "severity": row.severity or None,
        "reporter": row.reporter.handle if row.reporter else None,
        "assignee": row.assignee.handle if row.assignee and inside else None,
    }


def case(opened: Opened) -> shapes.Case:
    """Return a whole case."""
    found, person = opened.case, opened.person
    inside = access.may(person, "see internal")
    names = ("proposed", "approved", "started", "restored", "into")
    told = {
        "severity_name": opened.severity_name,
        "decisions": [shapes.Classification.model_validate(each, from_attributes=True) for each in found.decisions],
        "wait": found.wait and shapes.Waiting.model_validate(found.wait, from_attributes=True),
        "objection": found.objection and shapes.Objection.model_validate(found.objection, from_attributes=True),
        "absorbed": list(found.absorbed),
        "links": list(found.links),
        "suppliers": list(found.suppliers),
        "watching": person.handle in found.watchers,
        "watchers": list(found.watchers) if inside else [],
        "effort": found.effort * 60 if inside else None,
        "forecast": found.forecast * 60 if inside and found.forecast is not None else None,
    }
    same = {name: getattr(found, name) for name in names}
    return shapes.Case.model_validate({**_listed(person, opened.row), **told, **same})


def owed(opened: Opened) -> shapes.Duties:
    """Return what a case asks of somebody: of the vendor's own steps its people see all, a customer the promises."""
    evaluation = opened.evaluation
    seen = [
        duty
        for duty in evaluation.duties
        if opened.person.is_staff or duty.kind == "clock" or (duty.kind == "procedure" and duty.of == "customer")
    ]
    items = duties(seen, opened.terms, opened)
    return shapes.Duties(now=opened.now, next_look=evaluation.next_look, items=items)


def choices(opened: Opened, names: Mapping[str, str]) -> list[shapes.Possible]:
    """Return the acts that there are for the person; `names` has the name that roles know, by that of the address."""
    acts = possible(opened.person, opened.log, opened.case, opened.terms, opened.now)
    known = {act.name: act for act in acts}
    return [
        shapes.Possible(
            act=slug,
            allowed=known[name].allowed,
            why_not=known[name].why_not,
            href=f"{_address(opened)}/acts/{slug}",
        )
        for slug, name in names.items()
        if name in known
    ]


def entries(opened: Opened, start: int, most: int) -> shapes.Entries:
    """Return the entries from a number on that are for the person."""
    seen = [(number, fact) for number, fact in access.entries(opened.person, opened.history) if number >= start]
    called = access.names(opened.person, {fact.by for _, fact in seen} - {""})
    return shapes.Entries(
        items=[_entry(opened, number, fact, called) for number, fact in seen[:most]],
        length=opened.history.length,
        next=seen[most][0] if len(seen) > most else None,
    )


def _entry(opened: Opened, number: int, fact: Fact, called: Mapping[str, str]) -> shapes.Entry:
    said = as_data(fact.event) if fact.event else {name: fact.desk[name] for name in _OWN if name in fact.desk}
    return shapes.Entry(
        number=number,
        kind=fact.kind,
        at=fact.at,
        by=fact.by,
        name=called.get(fact.by, fact.by),
        internal=fact.internal,
        text=str(fact.desk.get("text", "")),
        fields={name: value for name, value in said.items() if name not in ("event", "at", "by")},
        attachments=[_attachment(opened, found) for found in Attachment.of(fact, raw=opened.person.is_staff)],
    )


def _attachment(opened: Opened, found: Attachment) -> shapes.Attachment:
    return shapes.Attachment(**found.data(), href=f"{_address(opened)}/attachments/{found.digest}")


def _address(opened: Opened) -> str:
    return f"{ROOT}/cases/{quote(opened.log.reference, safe='')}"
