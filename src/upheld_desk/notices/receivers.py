"""Receivers: to whom a fact of a case is told. Who did something is not told of it, but where that is confirmed."""

from typing import Final

from upheld_desk.notices.story import News, Story
from upheld_desk.people.models import Person

_CONFIRMED: Final = frozenset({"reported", "objected", "withdrawn"})
_LEADERS: Final = ("lead", "admin")


def of_customer(story: Story, news: News) -> list[Person]:
    """Return who reported the case and who of the customer watches it."""
    assert story.case
    but = "" if news.fact.kind in _CONFIRMED else news.fact.by
    found = story.reachable((story.case.reporter, *story.case.watchers), but=but)
    return [person for person in found if not person.is_staff]


def of_vendor(story: Story, news: News) -> list[Person]:
    """Return who has the case and who of the vendor watches it; where nobody has it, who leads."""
    assert story.case
    case, kind, by = story.case, news.fact.kind, news.fact.by
    if kind == "assigned":
        return story.reachable([str(getattr(news.fact.event, "to", ""))], but=by)
    if kind == "objected":
        return story.reachable(_leaders(story), but=case.objection.against if case.objection else "")
    if by in story.people and story.people[by].is_staff:
        return []  # what the vendor's own people did
    in_charge = [case.assignee] if story.reachable([case.assignee]) else _leaders(story)
    return [person for person in story.reachable([*in_charge, *case.watchers], but=by) if person.is_staff]


def of_order(story: Story, by: str, *, to_vendor: bool) -> list[Person]:
    """Return who hears of an order: of the vendor who leads and who looks after agreements, else who ordered.

    What the vendor's own people ordered or credited, the leads of the customer hear.
    """
    if to_vendor:
        managers = [handle for handle, person in story.people.items() if person.role == "account-manager"]
        return story.reachable([*_leaders(story), *managers])
    known = story.people.get(by)
    leads = [handle for handle, person in story.people.items() if person.role == "customer-lead"]
    return story.reachable(leads if known is None or known.is_staff else [by])


def _leaders(story: Story) -> list[str]:
    """Return the handles of those who lead, the first role that has people."""
    for role in _LEADERS:
        if found := [handle for handle, person in story.people.items() if person.role == role and person.active]:
            return found
    return []
