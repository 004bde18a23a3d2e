"""Promises: what was promised until when and why, and what is left of an allowance, as blocks of a mail."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from upheld.duties import Duty
from upheld.events import Reserved
from upheld.promise_line import Course, course, draw
from upheld.reasons import Clause
from upheld.words import names, say
from upheld.words.figures import short_day, time_in
from upheld_desk import casefiles
from upheld_desk.looks import upgrades
from upheld_desk.notices.story import Reader
from upheld_desk.notices.writing import Block, Paragraph, Picture, Quote, Rows

_COLUMNS: Final = 48  # of a picture in plain text
_MARKS: Final = {"open": "=", "closed": ".", "paused": "~", "late": "!"}


def severity(reader: Reader) -> str:
    """Return what the severity of the case is called; empty where it has none yet."""
    case, terms = reader.story.case, reader.story.terms
    if case is None or case.severity is None:
        return ""
    return terms.severity(case.severity).name.in_language(reader.language) or case.severity


def promised(reader: Reader) -> Iterator[Block]:
    """Yield what is promised from now on: each clock in a line, the next one as a picture, and its clause.

    Where every promise has been met or broken already nothing is said: the words that go with it did.
    """
    of_case = reader.story.evaluation.of_kind("clock")
    clocks = [duty for duty in of_case if duty.state in ("running", "paused")]
    if not clocks and any(duty.state in ("kept", "broken") for duty in of_case):
        return
    rows = tuple((reader.called(duty.name), line) for duty in clocks if (line := _line(reader, duty)))
    if rows:
        yield Rows(rows)
    else:
        yield Paragraph(_not_running(reader))
    dated = sorted((duty for duty in clocks if duty.due), key=lambda duty: duty.due or reader.story.now)
    if dated:
        yield picture(reader, dated[0])
        yield from rests_on(reader, dated[0])


def picture(reader: Reader, duty: Duty) -> Picture:
    """Return the promise line of a duty."""
    drawn = _course(reader, duty)
    return Picture(draw(drawn, reader.language), f"{drawn.title}\n{_drawn(drawn, reader)}")


def rests_on(reader: Reader, duty: Duty) -> Iterator[Quote]:
    """Yield the clause of a duty; what a clock promises stands there in the reader's language."""
    if duty.clause:
        yield clause(reader, duty.clause, _course(reader, duty).promise if duty.kind == "clock" else "")


def clause(reader: Reader, found: Clause, text: str = "") -> Quote:
    """Return a clause as it stands in the agreement, or what it says in the reader's language."""
    number = reader.story.log.agreement.number
    cites = f" (§ {', '.join(found.cites)})" if found.cites else ""
    who = _("By the agreement %(number)s, %(path)s%(cites)s:")
    return Quote(who % {"number": number, "path": found.path, "cites": cites}, text or found.text)


def allowances(reader: Reader) -> Iterator[Block]:
    """Yield what the case takes of the agreement's allowances, and what is left of them."""
    story, books = reader.story, reader.story.books
    events = books.history.events if books else ()
    taken = {fact.allowance for fact in events if isinstance(fact, Reserved) and _is_of(fact.ref, story.log.reference)}
    if books is None or not taken:
        return
    called = names(story.terms.shared, reader.language)
    for duty in books.evaluation(story.now).of_kind("allowance"):
        if duty.name in taken and duty.state == "running" and duty.start and duty.start <= story.now:
            counts = _("This report counts for your allowance.")
            yield Paragraph(f"{counts} {say(duty.reasons[-1], reader.language, reader.person.zone, called)}")
    yield from _upgrades(reader)


def _upgrades(reader: Reader) -> Iterator[Block]:
    """Yield which plan has more of what was used up when the case was reported."""
    story = reader.story
    version = story.dossier.version.in_force(story.facts[0].at)
    for name in upgrades.lacking(story.facts[0]):
        if offered := upgrades.offered(version, story.terms, name, story.log.vendor):
            taken = _("It was used up, and your report was taken all the same.")
            yield Paragraph(f"{taken} {offered}")


def _is_of(ref: str, reference: str) -> bool:
    return ref.split("/", maxsplit=1)[0] == reference


def is_with_level_1(reader: Reader) -> bool:
    """Say whether a level of the customer's own has the case."""
    case, terms = reader.story.case, reader.story.terms
    return case is not None and casefiles.is_with_customer(case.level, terms)


def _not_running(reader: Reader) -> str:
    if is_with_level_1(reader):
        return _("Level 1 of your own company has the case now. Our times run from the moment they hand it over to us.")
    if reader.story.case and reader.story.case.severity is None and reader.story.terms.shared.severities:
        return _("What is promised depends on the severity. We decide on it next, and tell you.")
    return _("The agreement promises no time for this. We see to it as soon as we can.")


def _line(reader: Reader, duty: Duty) -> str:
    """Return until when something is promised, and in which words."""
    promise = _course(reader, duty).promise
    if duty.due is None:
        return promise
    until = _("by %(time)s") % {"time": reader.when(duty.due)}
    return f"{until}, {promise}" if promise else until


def _course(reader: Reader, duty: Duty) -> Course:
    return course(duty, reader.story.terms.shared, reader.language, reader.story.now, reader.person.zone)


def _drawn(drawn: Course, reader: Reader) -> str:
    """Return the line as plain text: each column is what most of its time is."""
    first, last = drawn.stretches[0].start, drawn.stretches[-1].end
    step = (last - first) / _COLUMNS
    marks = ""
    for column in range(_COLUMNS):
        at = first + step * column + step / 2
        kind = next((stretch.kind for stretch in drawn.stretches if stretch.start <= at < stretch.end), "closed")
        marks += _MARKS[kind]
    ends = [
        f"{short_day(at.date(), reader.language)} {time_in(at.replace(second=0, microsecond=0), drawn.zone)}"
        for at in (first, last)
    ]
    said = {
        "=": pgettext("of time", "counts"),
        ".": pgettext("of time", "closed"),
        "~": pgettext("of time", "paused"),
        "!": pgettext("of time", "late"),
    }
    key = ", ".join(f"{mark} {said[mark]}" for mark in said if mark in marks)
    return f"{ends[0]} [{marks}] {ends[1]}\n({key})"
