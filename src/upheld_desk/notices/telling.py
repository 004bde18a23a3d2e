"""Telling: which facts of a log call for a mail.

A customer hears what both sides see and nothing else. What was decided in one breath is told in one mail, and all that
is due at once too.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from django.utils import translation

from upheld_desk.facts import Fact
from upheld_desk.notices import bookings, receivers, to_customers, to_staff
from upheld_desk.notices.due import due
from upheld_desk.notices.posting import letter
from upheld_desk.notices.story import News, Reader, Story
from upheld_desk.notices.to_customers import Write
from upheld_desk.outbox import letters
from upheld_desk.outbox.letters import Letter
from upheld_desk.people.models import Person
from upheld_desk.store.dossiers import Dossier

# What a person of the vendor wrote; everything else the desk writes by itself.
_BY_PEOPLE: Final = frozenset({"replied", "solution proposed"})

Told = tuple[str, str, int, Fact]  # to whom, not before when, the number of the fact, and the fact


def tell(dossier: Dossier, since: int, now: datetime) -> None:
    """Put the mails that the facts after number `since` call for into the outbox; part of the caller's transaction."""
    story = Story(dossier, now)
    batch = story.facts[since:]
    found: list[Letter] = []
    if story.case is not None:
        for number, fact in enumerate(batch, start=since + 1):
            news = News(number, fact, batch)
            found += [*_to_customer(story, news), *_to_staff(story, news)]
    else:
        for number, fact in enumerate(batch, start=since + 1):
            found += _of_order(story, News(number, fact, batch))
    found += _of_due(story, since, batch)
    if found:
        letters.put(found, now)


def _to_customer(story: Story, news: News) -> list[Letter]:
    kind = news.fact.kind
    if kind not in to_customers.WRITES or news.fact.internal or not _is_told(news):
        return []
    by_hand = kind in _BY_PEOPLE or (kind in to_customers.LEADS and bool(news.words))
    people = receivers.of_customer(story, news)
    return _written(story, news, people, to_customers.WRITES[kind], automatic=not by_hand)


def _to_staff(story: Story, news: News) -> list[Letter]:
    kind = news.fact.kind
    if kind not in to_staff.WRITES:
        return []
    return _written(story, news, receivers.of_vendor(story, news), to_staff.WRITES[kind], automatic=True)


def _of_order(story: Story, news: News) -> list[Letter]:
    found = []
    for to_vendor in (True, False):
        if bookings.is_told(story, news, to_vendor=to_vendor):
            people = receivers.of_order(story, bookings.ordered_by(story, news), to_vendor=to_vendor)
            write = bookings.to_vendor if to_vendor else bookings.to_customer
            found += _written(story, news, people, write, automatic=True)
    return found


def _written(story: Story, news: News, people: Sequence[Person], write: Write, *, automatic: bool) -> list[Letter]:
    """Return what is written to each of some people, in their language; to some there is nothing to say."""
    found = []
    for person in people:
        reader = Reader(person, story)
        with translation.override(reader.language):
            if message := write(reader, news):
                found.append(letter(reader, message, number=news.number, kind=news.fact.kind, automatic=automatic))
    return found


def _is_told(news: News) -> bool:
    """Say whether a fact has a mail of its own, or goes with another one of the same breath."""
    if getattr(news.fact.event, "automatic", False):
        return False  # it is an answer that somebody sent already
    kinds = {fact.kind for fact in news.batch}
    lead = next((kind for kind in to_customers.LEADS if kind in kinds), news.fact.kind)
    return news.fact.kind == lead or news.fact.kind not in {*to_customers.LEADS, "replied"}


# --- What is due ------------------------------------------------------------------------------------------------------


def _of_due(story: Story, since: int, batch: Sequence[Fact]) -> list[Letter]:
    found: list[Letter] = []
    told = sorted(_told(since, batch), key=itemgetter(0, 1, 2))
    for (handle, not_before), group in groupby(told, key=itemgetter(0, 1)):
        facts = {number: fact for _, _, number, fact in group}
        for person in story.reachable([handle]):
            reader = Reader(person, story)
            with translation.override(reader.language):
                found += _due(reader, facts, datetime.fromisoformat(not_before) if not_before else None)
    return found


def _told(since: int, batch: Sequence[Fact]) -> Iterator[Told]:
    for number, fact in enumerate(batch, start=since + 1):
        if fact.kind == "told":
            for handle in fact.desk["told"]:
                yield handle, str(fact.desk.get("not_before", "")), number, fact


def _due(reader: Reader, facts: dict[int, Fact], not_before: datetime | None) -> Iterator[Letter]:
    """Yield what tells a reader what is due, and reminds them of what they owe."""
    reminders = [number for number, fact in facts.items() if fact.desk["step"] == "reminder"]
    others = [number for number in facts if number not in reminders]
    if others:
        message = due(reader, [facts[number] for number in others])
        yield letter(reader, message, number=others[0], kind="due", automatic=True, not_before=not_before)
    for number in reminders:
        message = to_customers.reminded(reader, News(number, facts[number], ()))
        yield letter(reader, message, number=number, kind="reminder", automatic=True, not_before=not_before)
