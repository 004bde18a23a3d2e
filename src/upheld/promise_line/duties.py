"""From a duty to its picture: which stretches, pauses and special days are on the way.

What is shown is what the duty itself says: its start, due, pauses and calendar, and the reasons that it gives.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from upheld.agreements import ANY, Definitions
from upheld.cases import in_utc
from upheld.duties import Duty
from upheld.promise_line.course import Course, Note, Span, stretches
from upheld.reasons import Reason
from upheld.words import Language, names, say
from upheld.words.phrases import quantity
from upheld.words.terms import term

_SPECIAL = ("special day", "pause", "paused")


def course(
    duty: Duty, shared: Definitions, language: Language, now: datetime | None = None, zone: str | None = None
) -> Course:
    """Return the course of a duty; `now` is marked where it is given, and what is late is shown up to it.

    A duty without a due time is shown as far as it went, from its start to its stop, or to `now`. Times are said in
    `zone`, by default the agreement's.
    """
    now = now and in_utc(now, "now")
    zone = zone or shared.zone
    called = names(shared, language)
    name = called.get(duty.name) or term(duty.name, language)
    severity = "" if duty.severity in {None, ANY} else called.get(duty.severity, duty.severity)
    start, end = _ends(duty, now)
    pauses: list[Span] = [(begin, until or end) for begin, until in duty.pauses]
    return Course(
        title=f"{name}: {severity}" if severity else name,
        promise=_promise(duty, language),
        zone=zone,
        start=start,
        due=duty.due,
        strict=duty.strict,
        stretches=stretches(duty.calendar, start, end, pauses, duty.due),
        notes=tuple(_notes(duty, zone, language)),
        now=now,
        stopped=duty.stopped,
        description=" ".join(say(reason, language, zone, called) for reason in duty.reasons),
        begins=_begins(duty),
    )


def _begins(duty: Duty) -> str:
    """Return what the time counts from: the report or the hand-over itself, or an instant that its reasons explain."""
    starts = [r.fields["milestone"] for r in duty.reasons if r.code == "start" and r.fields["at"] == duty.start]
    return {"reported": "Reported", "handed over": "Handed over"}.get(str(starts[-1]) if starts else "", "Counts from")


def open_time(duty: Duty) -> tuple[Span, ...]:
    """Return when the time of a duty runs, from its start to its due time; while it is paused, up to the pause."""
    paused = [begin for begin, end in duty.pauses if end is None]
    end = duty.due or min(paused, default=None)
    if duty.start is None or end is None or end <= duty.start:
        return ()
    pauses = [(begin, until) for begin, until in duty.pauses if until]
    return tuple((s.start, s.end) for s in stretches(duty.calendar, duty.start, end, pauses) if s.kind == "open")


def _promise(duty: Duty, language: Language) -> str:
    """Return what was promised: its quantity in the reader's language, else the clause as it is written."""
    found = (reason for each in duty.reasons for reason in each.walk())
    promised = [reason.fields["quantity"] for reason in found if reason.code == "promise"]
    if promised:
        return quantity(str(promised[-1]), language)
    return duty.clause.text if duty.clause and duty.kind != "clock" else ""


def _ends(duty: Duty, now: datetime | None) -> Span:
    is_open = duty.state in {"waiting", "running", "paused", "broken"}
    known = [at for at in (duty.due, duty.stopped, now if is_open else None) if at]
    start = duty.start or now or datetime.min.replace(tzinfo=UTC)
    return start, max([start + timedelta(minutes=1), *known])


def _notes(duty: Duty, zone: str, language: Language) -> Iterator[Note]:
    for reason in duty.reasons:
        if reason.code in _SPECIAL:
            start, end = _when(reason, duty)
            yield Note(start, end, say(reason, language, zone).rstrip("."))


def _when(reason: Reason, duty: Duty) -> Span:
    """Return the time that a reason is about: a whole local day, or a pause."""
    fields = reason.fields
    if reason.code == "special day":
        assert duty.calendar
        midnight = datetime.combine(fields["date"], time(), duty.calendar.zone)  # type: ignore[arg-type]
        return midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)
    start = fields["from" if reason.code == "pause" else "since"]
    end = fields.get("until", start)
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return start, end
