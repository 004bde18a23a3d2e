"""What plans and modules promise, as a table: one row for each thing promised, one column for each of them.

Plans are shown with all that they inherit, so that a column stands for itself. A row that no column has anything to
say in is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from upheld.agreements import ANY, Help, Part, Terms
from upheld.terms.page import Cell, Row, Table
from upheld.terms.wording import Wording, lines
from upheld.words.terms import length

KINDS = ("review", "meeting", "release", "routine")


@dataclass(frozen=True, slots=True)
class Column:
    """A plan or module with what it promises, as the reader's language calls it."""

    title: str
    part: Part
    terms: Terms


def comparison(columns: Sequence[Column], wording: Wording) -> Table:
    """Return what each column promises, row by row."""
    filled = [Row(heading, tuple(cell(c) for c in columns)) for heading, cell in _rows(columns, wording)]
    return Table(("", *(column.title for column in columns)), tuple(row for row in filled if any(row.cells)))


def _rows(columns: Sequence[Column], wording: Wording) -> Iterator[tuple[str, Callable[[Column], Cell]]]:
    """Yield the heading of each row with what fills its cells."""
    cells = _Cells(wording)
    say, word = wording.say, wording.word
    yield say("For"), cells.audience
    yield say("Includes"), cells.gives
    yield say("Conditions"), cells.conditions
    yield say("Term"), cells.term
    yield say("Price"), cells.price
    for clock, severity in _promised(columns, wording):
        heading = word(clock) if severity == ANY else f"{word(clock)}: {word(severity)}"
        yield heading, partial(cells.promise, clock, severity)
    yield say("Channels"), cells.channels
    yield say("Who may report"), cells.callers
    yield say("Contacts"), cells.contacts
    yield say("Covers"), cells.handles
    for unit in dict.fromkeys(allowance.unit for column in columns for allowance in column.terms.allowances):
        yield _upper(word(unit)), partial(cells.allowances, unit)
    yield say("Order of work"), cells.queue
    yield say("Help with structure"), cells.structure
    yield say("Third-party software"), cells.software
    yield say("Account questions"), cells.account
    for kind in KINDS:
        yield _upper(word(kind)), partial(cells.routines, kind)
    yield say("Named roles"), cells.roles
    yield say("Closing a case"), cells.closing
    yield say("Credits"), cells.credits
    yield say("Invoice"), cells.invoice


def _promised(columns: Sequence[Column], wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield every clock and severity that some column promises; any severity last."""
    found = {(p.clock, p.severity) for column in columns for p in column.terms.promises}
    shared = wording.version.shared
    ladder = [severity.id for severity in shared.severities]
    for clock in shared.clocks:
        if any((clock, severity) in found for severity in ladder):
            yield from ((clock, severity) for severity in ladder)
        if (clock, ANY) in found:
            yield clock, ANY


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Cells:
    """What stands in a row, for one column after another."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.language = wording.language

    def audience(self, column: Column) -> Cell:
        return lines(column.part.audience.in_language(self.language))

    def gives(self, column: Column) -> Cell:
        return lines(column.part.gives.in_language(self.language))

    def conditions(self, column: Column) -> Cell:
        return tuple(self.wording.conditions(column.part))

    def term(self, column: Column) -> Cell:
        return (length(column.part.term, self.language),) if column.part.term else ()

    def price(self, column: Column) -> Cell:
        return tuple(line for price in column.terms.prices for line in self.wording.price(price))

    def promise(self, clock: str, severity: str, column: Column) -> Cell:
        """Return what is promised; a severity without a promise says by which rule it goes."""
        terms = column.terms
        fitting = [p for p in terms.promises if p.clock == clock and p.severity == severity]
        if fitting:
            return tuple(self.wording.promise(promise) for promise in fitting)
        rule = terms.unpromised
        if rule is None or severity == ANY or any(p.severity == severity for p in terms.promises):
            return ()
        if rule.same_as is None:
            return (self.wording.say("measured only"),)
        return (self.wording.say("as {severity}", severity=self.wording.word(rule.same_as)),)

    def channels(self, column: Column) -> Cell:
        return tuple(self.wording.channel(channel) for channel in column.terms.channels)

    def callers(self, column: Column) -> Cell:
        return lines(self.wording.words(column.terms.callers))

    def contacts(self, column: Column) -> Cell:
        return (self.wording.contacts(column.terms.contacts),) if column.terms.contacts else ()

    def handles(self, column: Column) -> Cell:
        return lines(self.wording.words(column.terms.handles))

    def allowances(self, unit: str, column: Column) -> Cell:
        return tuple(line for a in column.terms.allowances if a.unit == unit for line in self.wording.allowance(a))

    def queue(self, column: Column) -> Cell:
        words = {"first": "served first", "before others": "served before others"}
        return (self.wording.say(words[column.terms.queue]),) if column.terms.queue else ()

    def structure(self, column: Column) -> Cell:
        return self._help(column, lambda given: given.structure.in_language(self.language))

    def software(self, column: Column) -> Cell:
        return self._help(column, lambda given: self.wording.say(given.third_party_software))

    def account(self, column: Column) -> Cell:
        return self._help(column, lambda given: self.wording.hours(given.account) if given.account else "")

    def _help(self, column: Column, part: Callable[[Help], str]) -> Cell:
        return lines(part(column.terms.help)) if column.terms.help else ()

    def routines(self, kind: str, column: Column) -> Cell:
        return tuple(self.wording.routine(routine) for routine in column.terms.routines if routine.kind == kind)

    def roles(self, column: Column) -> Cell:
        return tuple(self.wording.role(role) for role in column.terms.roles)

    def closing(self, column: Column) -> Cell:
        return self.wording.closing(column.terms.closing) if column.terms.closing else ()

    def credits(self, column: Column) -> Cell:
        return tuple(self.wording.credit(credit) for credit in column.terms.credits)

    def invoice(self, column: Column) -> Cell:
        return self.wording.invoice(column.terms.invoicing) if column.terms.invoicing else ()
