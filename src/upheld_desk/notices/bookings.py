"""What is told of orders from an allowance: to the vendor what a customer orders, to the customer what became of it.

Units that a case takes are told of with the case.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from upheld.events import Granted
from upheld.grants import ledger
from upheld.words.figures import decimal
from upheld.words.terms import term
from upheld_desk.casefiles import orders
from upheld_desk.casefiles.orders import Order
from upheld_desk.notices import to_customers, to_staff
from upheld_desk.notices.story import News, Reader, Story
from upheld_desk.notices.writing import Block, Link, Message, Paragraph, Rows, Said

# By the kind of the fact.
_LEADS: Final[Mapping[str, object]] = {
    "reserved": gettext_lazy("Ordered"),
    "settled": gettext_lazy("Completed"),
    "released": gettext_lazy("Cancelled"),
    "granted": gettext_lazy("Credited"),
}


def is_told(story: Story, news: News, *, to_vendor: bool) -> bool:
    """Say whether a side is told: the vendor of what the customer does, the customer of what becomes of its units."""
    fact = news.fact
    if fact.kind not in _LEADS or (fact.kind != "granted" and _order(story, news) is None):
        return False
    known = story.people.get(fact.by)
    is_customers = known is not None and not known.is_staff
    return is_customers if to_vendor else fact.kind == "reserved" or not is_customers


def ordered_by(story: Story, news: News) -> str:
    """Return the handle of who ordered what a fact is about; empty: nobody did, it was credited."""
    found = _order(story, news)
    return found.by if found else ""


def to_vendor(reader: Reader, news: News) -> Message:
    """Tell that somebody of the customer ordered something, or wants it no more."""
    who = {"who": reader.story.name(news.fact.by), "customer": reader.story.log.customer.name}
    is_new = news.fact.kind == "reserved"
    told = _("%(who)s of %(customer)s has ordered:") if is_new else _("%(who)s of %(customer)s has cancelled:")
    blocks = [Paragraph(told % who), *_about(reader, news), _see(reader)]
    return to_staff.letter(reader, blocks, lead=_lead(reader, news))


def to_customer(reader: Reader, news: News) -> Message:
    """Confirm an order, tell that it is done or cancelled, or that units were credited."""
    told = {
        "reserved": _("Your order has arrived:"),
        "settled": _("Your order is done:"),
        "released": _("Your order is cancelled, and what it had set aside is there again:"),
        "granted": _("This was credited to you:"),
    }[news.fact.kind]
    blocks = [Paragraph(told), *_about(reader, news), _see(reader)]
    return to_customers.letter(reader, blocks, lead=_lead(reader, news))


def _lead(reader: Reader, news: News) -> str:
    found = _order(reader.story, news)
    name = orders.what(found, reader.language) or _unit(reader, found.allowance) if found else ""
    return ": ".join(filter(None, (str(_LEADS[news.fact.kind]), name)))


def _about(reader: Reader, news: News) -> list[Block]:
    """Return what was ordered, what it takes, and what is left."""
    event, found = news.fact.event, _order(reader.story, news)
    allowance = found.allowance if found else event.allowance if isinstance(event, Granted) else ""
    amount = (found.used or found.amount) if found else event.amount if isinstance(event, Granted) else Decimal(0)
    rows = [
        (pgettext("what was ordered", "Order"), found.ref if found else str(getattr(event, "ref", ""))),
        (_("What"), orders.what(found, reader.language) if found else ""),
        (_unit(reader, allowance).capitalize(), decimal(amount, reader.language)),
        (_("Left"), decimal(_left(reader.story, allowance), reader.language)),
    ]
    text = str(news.fact.desk.get("text", ""))
    return [Rows(tuple(row for row in rows if row[1])), *([Said(text)] if text else [])]


def _order(story: Story, news: News) -> Order | None:
    ref = getattr(news.fact.event, "ref", "")
    return next((order for order in orders.read(story.facts) if order.ref == ref), None)


def _unit(reader: Reader, allowance: str) -> str:
    units = {rules.id: rules.unit for rules in reader.story.terms.allowances}
    return term(units.get(allowance, allowance), reader.language)


def _left(story: Story, allowance: str) -> Decimal:
    dossier = story.dossier
    return ledger(dossier.version.eras(), dossier.history.events, story.now).available(allowance)


def _see(reader: Reader) -> Link:
    return Link(_("See what is left"), f"{reader.address}allowances/")
