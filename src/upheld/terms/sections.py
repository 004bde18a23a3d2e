"""Sections: one table for each topic of an agreement, its severities, clocks, hours, duties and open points."""

from collections.abc import Iterator, Sequence

from upheld.agreements import Part, Party, Severity, Terms
from upheld.calendars import DAYS, Calendar
from upheld.terms.page import Cell, Row, Table
from upheld.terms.wording import Wording, is_always, lines
from upheld.words.figures import duration, listed, weekday
from upheld.words.phrases import quantity

Hours = tuple[tuple[str, str], ...]


def _table(wording: Wording, header: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return a table without the columns that have nothing to say."""
    kept = [n for n in range(len(header) - 1) if any(row.cells[n] for row in rows)]
    said = [wording.say(text) if text else "" for text in (header[0], *(header[n + 1] for n in kept))]
    return Table(tuple(said), tuple(Row(row.heading, tuple(row.cells[n] for n in kept)) for row in rows))


def severities(wording: Wording) -> Table:
    """Return the classes of cases with what leads to them."""
    rows = [
        Row(wording.word(s.id), (tuple(_criteria(s, wording)), lines(s.examples.in_language(wording.language))))
        for s in wording.version.shared.severities
    ]
    return _table(wording, ["Severity", "When", "Examples"], rows)


def _criteria(severity: Severity, wording: Wording) -> Iterator[str]:
    shared = wording.version.shared
    asked = {fact.id: fact.ask.in_language(wording.language) for fact in shared.facts}
    for row in severity.when:
        answers = [
            f"{asked[name]} {listed(list(map(wording.word, fits)), wording.language)}" for name, fits in row.items()
        ]
        yield " · ".join(answers)
    if severity.otherwise:
        yield wording.say("everything else")
    elif severity.id == shared.classification.default:
        yield wording.say("the default")
    elif not severity.when and shared.classification.by == "customer":
        yield wording.say("asked for by the customer")


def _either(answers: Sequence[str], wording: Wording) -> str:
    return " / ".join(map(wording.word, answers))


def clocks(wording: Wording) -> Table:
    """Return what is measured, from where to where."""
    rows = []
    for clock in wording.version.shared.clocks.values():
        waits = listed(sorted(map(wording.word, clock.pauses)), wording.language) or wording.say("never")
        rows.append(Row(wording.word(clock.id), ((wording.word(clock.start),), (wording.word(clock.stop),), (waits,))))
    return _table(wording, ["Clock", "From", "To", "Pauses"], rows)


def calendars(wording: Wording) -> Table:
    """Return the hours of each calendar, and the holidays on which it is closed."""
    rows = [
        Row(wording.word(name), (tuple(_opening(name, calendar, wording)), _holidays(calendar)))
        for name, calendar in wording.version.shared.calendars.items()
    ]
    return _table(wording, ["Calendar", "Open", "Closed"], rows)


def _opening(name: str, calendar: Calendar, wording: Wording) -> Iterator[str]:
    """Yield the hours of a week, days that follow each other with the same hours together."""
    if is_always(wording.version, name):
        yield wording.say("at any time")
        return
    runs: list[tuple[Hours, list[int]]] = []
    for number, day in enumerate(DAYS):
        hours = tuple(calendar.week.get(day, ()))
        if runs and runs[-1][0] == hours:
            runs[-1][1].append(number)
        else:
            runs.append((hours, [number]))
    for hours, days in runs:
        if hours:
            ends = dict.fromkeys((days[0], days[-1]))
            yield f"{'–'.join(weekday(day, wording.language) for day in ends)}: {_spans(hours)}"
    if calendar.eve:
        yield wording.say("day before a holiday: {hours}", hours=_spans(calendar.eve))


def _spans(hours: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{opens}–{closes}" for opens, closes in hours)


def _holidays(calendar: Calendar) -> Cell:
    names = dict.fromkeys(name for _, name in sorted(calendar.holidays.items()))
    return (", ".join(names),) if names else ()


def kinds(wording: Wording) -> Table:
    """Return the kinds of case with their definitions."""
    known = wording.version.shared.kinds
    rows = [Row(wording.word(name), (lines(text.in_language(wording.language)),)) for name, text in known.items()]
    return _table(wording, ["Kind", "Meaning"], rows)


def duties(wording: Wording) -> Table:
    """Return who does what: levels, roles and steps, of an offer those of all its parts."""
    version, language = wording.version, wording.language
    parts: list[Part | Terms] = [version.top, *version.plans.values(), *version.modules.values()]
    if version.signature:
        parts = [version.terms()]
    tiers = {tier.level: tier for part in parts for tier in part.tiers}
    roles = {role.id: role for part in parts for role in part.roles}
    steps = {step.id: step for part in parts for step in part.steps}
    said: list[tuple[Party, Cell]] = []
    for tier in tiers.values():
        level = wording.say("Level {number}", number=str(tier.level))
        said.append((tier.of, (level, *lines(tier.does.in_language(language)))))
    said += [(r.of, (wording.word(r.id), *lines(r.does.in_language(language)))) for r in roles.values()]
    for step in steps.values():
        within = f" ({quantity(step.within.text, language)})" if step.within else ""
        said.append((step.of, (step.do.in_language(language) + within,)))
    return _table(wording, ["Who", "What"], [Row(wording.word(who), (what,)) for who, what in said])


def releases(wording: Wording) -> Table:
    """Return the stages of a release and who is told of it."""
    found, language = wording.version.shared.releases, wording.language
    if found is None:
        return Table((), ())
    rows = []
    for step in found.steps:
        lasts = f"({duration(step.lasts, language)})" if step.lasts else ""
        said = (*lines(step.what.in_language(language)), f"{wording.word(step.on)} {lasts}".strip())
        rows.append(Row(wording.word(step.id), (tuple(filter(None, said)),)))
    rows += [
        Row(wording.word(n.about), ((", ".join(map(wording.word, filter(None, (n.to, n.by)))),),))
        for n in found.notices
    ]
    return _table(wording, ["", "What"], rows)


def third_parties(wording: Wording) -> Table:
    """Return the suppliers under an agreement and what they promise."""
    rows = [
        Row(
            party.name,
            (
                (wording.word(party.kind), *party.covers),
                tuple(f"{wording.word(p.clock)}: {wording.promise(p)}" for p in party.promises),
            ),
        )
        for party in wording.version.shared.third_parties
    ]
    return _table(wording, ["", "Covers", "What is agreed"], rows)


def open_points(wording: Wording) -> Table:
    """Return where the wording is open, and what is taken; what else it could have meant, until that is settled."""
    rows = []
    for point in wording.version.open_points:
        taken = point.default.in_language(wording.language)
        if point.settled:
            taken = wording.say("settled: {how}", how=point.settled.in_language(wording.language))
        because = lines(point.because.in_language(wording.language))
        rows.append(Row(point.id.replace("_", " "), (lines(taken), because, () if point.settled else point.otherwise)))
    return _table(wording, ["Point", "Taken", "Because", "Could also mean"], rows)
