"""Wording: single things of an agreement, a price, a channel, an allowance, as short phrases in one language."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from upheld.agreements import (
    ANY,
    Allowance,
    Channel,
    Closing,
    Contacts,
    Credit,
    Fee,
    Invoicing,
    Metered,
    Part,
    Price,
    Promise,
    Role,
    Routine,
    UsedUp,
    Version,
)
from upheld.money import Money
from upheld.quantities import HOLE
from upheld.words.figures import Language, counted, decimal, duration, listed, money, percent
from upheld.words.labels import label
from upheld.words.phrases import quantity
from upheld.words.terms import every, names, per, term

Lines = tuple[str, ...]


class Wording:
    """What things of one version are called, and how they are put, in one language."""

    def __init__(self, version: Version, language: Language) -> None:
        self.version = version
        self.language = language
        self.called = names(version.shared, language)

    def say(self, text: str, **places: str) -> str:
        """Return a label."""
        return label(text, self.language, **places)

    def word(self, name: str) -> str:
        """Return what the agreement, or else the engine, calls a thing by its id."""
        return self.called.get(name) or term(name, self.language)

    def words(self, items: Sequence[str]) -> str:
        """Return things as an enumeration."""
        return listed([self.word(item) for item in items], self.language)

    def module(self, name: str) -> str:
        """Return a module's name."""
        part = self.version.modules.get(name)
        return (part.name.in_language(self.language) if part else "") or name

    def conditions(self, part: Part) -> Iterator[str]:
        """Yield when a plan or module is chosen, with what, and instead of what."""
        if part.obligatory == "always":
            yield self.say("mandatory")
        elif part.obligatory:
            yield self.say("mandatory with {product}", product=part.obligatory)
        if part.usual:
            yield self.say("usual")
        if part.needs:
            yield self.say("needs {modules}", modules=listed([self.module(name) for name in part.needs], self.language))
        if part.replaces:
            replaced = listed([self.module(name) for name in part.replaces], self.language)
            yield self.say("replaces {modules}", modules=replaced)

    def promise(self, promise: Promise) -> str:
        """Return a quantity with the conditions that it holds under."""
        said = quantity(promise.quantity.text, self.language)
        conditions = [*promise.only.channels, *promise.only.callers, *promise.only.kinds]
        if not conditions:
            return said
        return f"{said} ({self.say('only {conditions}', conditions=', '.join(map(self.word, conditions)))})"

    def channel(self, channel: Channel) -> str:
        """Return when a channel takes reports, and when somebody is there."""
        name = self.word(channel.id)
        if channel.by_appointment:
            return f"{name}: {self.say('by appointment')}"
        taken = f"{name}: {self.hours(channel.accepts)}"
        if channel.staffed in {None, channel.accepts}:
            return taken
        return f"{taken}, {self.say('staffed: {calendar}', calendar=self.hours(channel.staffed))}"

    def hours(self, calendar: str | None) -> str:
        """Return a calendar's name; one that never closes is said as what it is."""
        if calendar is None or is_always(self.version, calendar):
            return self.say("at any time")
        return self.word(calendar)

    def contacts(self, contacts: Contacts) -> str:
        """Return how many people may report."""
        if contacts.most is None:
            return self.say("unlimited")
        if contacts.least == contacts.most:
            return self.say("{number} named", number=str(contacts.most))
        return self.say("{least} to {most} named", least=str(contacts.least), most=str(contacts.most))

    def allowance(self, allowance: Allowance) -> Iterator[str]:
        """Yield how much is granted, where it may take place, and what happens when it is used up."""
        amount = self.say("to be agreed") if allowance.amount is None else decimal(allowance.amount, self.language)
        yield f"{amount} {per(allowance.per, self.language)}" if allowance.per else amount
        if allowance.where:
            yield ", ".join(self.word(place) for place in allowance.where)
        for severity, rule in allowance.when_used_up.items():
            said = self.say("when used up: {what}", what=self.used_up(rule))
            yield said if severity == ANY else f"{self.word(severity)}: {said}"

    def used_up(self, rule: UsedUp) -> str:
        """Return what happens when an allowance is used up."""
        match rule.do:
            case "charge":
                return (
                    self.say("charged at {amount}", amount=self.amount(rule.price))
                    if rule.price
                    else self.say("charged")
                )
            case "offer":
                return self.say("offered {module}", module=self.module(rule.module))
            case "refuse":
                return self.say("refused")
            case "accept and flag":
                return self.say("accepted and flagged")
        return self.say("to be agreed")

    def amount(self, amount: Money | None) -> str:
        """Return an amount of money; none is to be agreed."""
        return money(amount.amount, amount.currency, self.language) if amount else self.say("to be agreed")

    def price(self, price: Price) -> Iterator[str]:
        """Yield what is owed, part by part."""
        text = self.language
        if price.included:
            yield self.say("included")
        if price.base:
            yield self.fee(price.base, price)
        for metered in price.plus:
            yield from self.metered(metered)
        if price.minimum:
            yield self.say("at least {amount}", amount=self.fee(price.minimum, price))
        if price.indexed:
            yield self.say("indexed by at most {share} a year", share=percent(price.indexed.at_most, text))

    def fee(self, fee: Fee, price: Price) -> str:
        """Return a fee for a period; nobody has agreed on the period of one that is to be agreed."""
        return f"{self.amount(fee.amount)} {per(price.per, self.language)}" if fee.amount else self.amount(None)

    def metered(self, metered: Metered) -> Iterator[str]:
        """Yield what use costs, slice by slice."""
        text, meter = self.language, self.version.shared.meters.get(metered.meter)
        what = meter.what.in_language(text) if meter else ""
        if what in {"", HOLE}:
            what = self.say("use")
        if metered.mode == "per unit" and not metered.slices:
            yield self.say("plus {rate} for each unit of {meter}", rate=self.amount(metered.rate), meter=what)
        if metered.slices:
            volume = metered.mode == "volume"
            yield self.say("plus, all of {meter} at one rate:" if volume else "plus, of {meter}:", meter=what)
        unit = meter.unit if meter else ""
        for slice_, after in pairwise([*metered.slices, None]):
            assert slice_
            rate, first = self.rate(metered, slice_.rate), decimal(slice_.above, text)
            last = f"{decimal(after.above, text)} {unit}".strip() if after else ""
            place = {"first": first, "last": last} if after else {"first": f"{first} {unit}".strip()}
            yield f"– {rate} " + self.say("from {first} to {last}" if after else "above {first}", **place)

    def rate(self, metered: Metered, rate: Decimal) -> str:
        """Return a rate, a share or an amount for each unit."""
        if metered.mode == "per unit":
            return money(rate, self.version.shared.currency, self.language)
        return percent(rate, self.language)

    def credit(self, credit: Credit) -> str:
        """Return what a miss costs the vendor."""
        each, text = self.say(f"each {credit.each}"), self.language
        if credit.share is not None:
            said = self.say("{rate} of the month's price for {each}", rate=percent(credit.share, text), each=each)
        else:
            said = self.say("{amount} for {each}", amount=self.amount(credit.amount), each=each)
        about = self.words([credit.clock, *credit.severities])
        most = self.say("at most {share} of the month's price", share=percent(credit.cap, text)) if credit.cap else ""
        return ", ".join(filter(None, (f"{about}: {said}", most)))

    def invoice(self, invoicing: Invoicing) -> Lines:
        """Return how is billed."""
        days = invoicing.pay_within
        said = [
            f"{every(invoicing.every, self.language)}, {self.say(invoicing.when)}",
            invoicing.form,
            self.say("payable within {days}", days=self.days(days)) if days else "",
            self.say("plus {share} VAT", share=percent(invoicing.vat, self.language)) if invoicing.vat else "",
        ]
        return tuple(filter(None, said))

    def days(self, span: timedelta) -> str:
        """Return a number of days; German bends it after "innerhalb von"."""
        if span % timedelta(days=1):
            return duration(span, self.language)
        said = counted(Decimal(span.days), "day", self.language)
        return f"{said}n" if said.endswith("Tage") else said

    def routine(self, routine: Routine) -> str:
        """Return what comes round, and how often."""
        topic = routine.topic.in_language(self.language) or self.word(routine.id)
        return f"{topic}, {every(routine.every, self.language)}"

    def role(self, role: Role) -> str:
        """Return a role; once an agreement is signed, with who has it."""
        name = self.word(role.id)
        if self.version.signature is None:
            return name
        return f"{name}: {', '.join(role.people) or self.say('nobody named yet')}"

    def closing(self, closing: Closing) -> Lines:
        """Return what closing a case needs, and what silence means."""
        silence = closing.approved_by_silence_after
        said = self.say("silence never approves")
        if silence:
            said = self.say("silence approves {time}", time=quantity(silence.text, self.language))
        return (self.say("needs the customer's approval"), said) if closing.needs_approval else (said,)


def lines(text: str) -> Lines:
    """Return a text as lines; a list in the file has one item in each."""
    return tuple(line for line in text.split("\n") if line)


def is_always(version: Version, calendar: str) -> bool:
    """Say whether a calendar never closes."""
    known = version.shared.calendars.get(calendar)
    if known is None:
        return False
    day_and_night = len(known.week) == 7 and all(tuple(h) == (("00:00", "24:00"),) for h in known.week.values())  # noqa: PLR2004
    return day_and_night and not known.holidays and not known.closed
