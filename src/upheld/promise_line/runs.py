"""From the run of a clock to its picture: which stretches, pauses and special days are on the way.

What is shown is what the run itself says: its start, due, pauses and calendar, and the reasons that it gives.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from upheld.agreements import Definitions
from upheld.cases import in_utc
from upheld.clocks import Run
from upheld.promise_line.course import Course, Note, Span, stretches
from upheld.reasons import Reason
from upheld.words import Language, names, say
from upheld.words.phrases import quantity

_SPECIAL = ("special day", "pause", "paused")


def course(run: Run, shared: Definitions, language: Language, now: datetime | None = None) -> Course:
    """Return the course of a run; `now` is marked where it is given, and what is late is shown up to it.

    A run without a due time is shown as far as it went, from its start to its stop, or to `now`.
    """
    now = now and in_utc(now, "now")
    called = names(shared, language)
    name = run.clock.name.in_language(language) or run.clock.id
    severity = called.get(run.severity or "", run.severity or "")
    notes = tuple(_notes(run, shared.zone, language))
    start, end = _ends(run, now)
    pauses: list[Span] = [(begin, until or end) for begin, until in run.pauses]
    return Course(
        title=f"{name}: {severity}" if severity else name,
        promise=quantity(run.promise.quantity.text, language) if run.promise else "",
        zone=shared.zone,
        start=start,
        due=run.due,
        strict=run.strict,
        stretches=stretches(run.calendar, start, end, pauses, run.due),
        notes=notes,
        now=now,
        stopped=run.stopped,
        description=" ".join(say(reason, language, shared.zone, called) for reason in run.reasons),
    )


def _ends(run: Run, now: datetime | None) -> Span:
    known = [at for at in (run.due, run.stopped, now if run.is_open or run.state == "broken" else None) if at]
    start = run.start or now or datetime.min.replace(tzinfo=UTC)
    return start, max([start + timedelta(minutes=1), *known])


def _notes(run: Run, zone: str, language: Language) -> Iterator[Note]:
    for reason in run.reasons:
        if reason.code in _SPECIAL:
            start, end = _when(reason, run)
            yield Note(start, end, say(reason, language, zone).rstrip("."))


def _when(reason: Reason, run: Run) -> Span:
    """Return the time that a reason is about: a whole local day, or a pause."""
    fields = reason.fields
    if reason.code == "special day":
        assert run.calendar
        midnight = datetime.combine(fields["date"], time(), run.calendar.zone)  # type: ignore[arg-type]
        return midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)
    start = fields["from" if reason.code == "pause" else "since"]
    end = fields.get("until", start)
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return start, end
