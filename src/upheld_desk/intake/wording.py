"""Wording: sentences on what intake found, in the reader's language and time zone.

A refusal is told politely, with its reason and what to do instead; the clause it rests on is named beside it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from upheld.agreements import Text
from upheld.money import Money
from upheld.reasons import Clause
from upheld.words import LANGUAGES, Language, figures
from upheld.words.terms import term

Value = str | Text | Decimal | int | datetime | date | Money | tuple[str | Text, ...]
Fields = Mapping[str, Value]
Said = Mapping[str, str]


def language() -> Language:
    """Return the reader's language, as the engine names it."""
    wanted = (get_language() or "en")[:2]
    return next((known for known in LANGUAGES if known == wanted), "en")


def remark(code: str, fields: Fields) -> str:
    """Return what is to be known."""
    return _REMARKS[code](said(fields))


def refusal(code: str, fields: Fields) -> str:
    """Return why a report is not taken."""
    return _REFUSALS[code](said(fields))


def alternative(code: str, fields: Fields) -> str:
    """Return what to do instead."""
    return _ALTERNATIVES[code](said(fields))


def clause_named(clause: Clause | None) -> str:
    """Return a clause as people look it up: "roles.contacts, § S1-27"."""
    if clause is None or not clause.path:
        return ""
    return f"{clause.path}, § {', '.join(clause.cites)}" if clause.cites else clause.path


def whole(code: str, fields: Fields, named: str) -> str:
    """Return a refusal as one text: why, the clause it rests on as people look it up, and what to do instead."""
    rests = _("It says so in your agreement: %(clause)s.") % {"clause": named} if named else ""
    return " ".join(part for part in (refusal(code, fields), rests, alternative(code, fields)) if part)


def said(fields: Fields) -> Said:
    """Return fields as people write them."""
    zone = str(fields.get("zone", "UTC"))
    return {name: _said(value, zone) for name, value in fields.items()}


def _said(value: Value, zone: str) -> str:
    spoken = language()
    if isinstance(value, tuple):
        return figures.listed([_said(each, zone) for each in value], spoken)
    if isinstance(value, datetime | date):
        return _day_or_instant(value, zone)
    if isinstance(value, Money):
        return figures.money(value.amount, value.currency, spoken)
    if isinstance(value, Text):
        return value.in_language(spoken)
    return term(value, spoken) if isinstance(value, str) else figures.decimal(Decimal(value), spoken)


def _day_or_instant(value: date, zone: str) -> str:
    if isinstance(value, datetime):
        return figures.instant(value, language(), zone, with_year=False)
    return figures.day(value, language())


Sentence = Callable[[Said], str]


# --- What stops nothing -----------------------------------------------------------------------------------------------


def _closed(f: Said) -> str:
    if f["opens"]:
        return _("Outside service hours: reports by %(channel)s are taken again from %(opens)s.") % f
    return _("Outside service hours: reports by %(channel)s are not taken at this hour.") % f


def _not_staffed(f: Said) -> str:
    if f["from"]:
        return _("Outside service hours: your report is taken now, and somebody is there from %(from)s on.") % f
    return _("Outside service hours: your report is taken now, and nobody is there at this hour.")


def _claim_incomplete(f: Said) -> str:
    return (
        _(
            "“%(severity)s” must also be asked for by %(channels)s. "
            "It counts from the moment in which that is done; until then it is “%(until)s”."
        )
        % f
    )


_REMARKS: Final[Mapping[str, Sentence]] = {
    "counts-as": lambda f: _("What you write here counts as %(channel)s under your agreement.") % f,
    "closed": _closed,
    "not-staffed": _not_staffed,
    "checked-first": lambda f: _("Before this is classed as “%(severity)s” for good, we do this: %(check)s.") % f,
    "level-1": lambda f: _("Your own level 1 has this case first. The clocks start when it hands the case over.") % f,
    "claim-incomplete": _claim_incomplete,
    "claim-at-registration": lambda f: (
        _("“%(severity)s” must be asked for with the report; later it cannot be raised.") % f
    ),
    "claim-not-offered": lambda f: _("“%(severity)s” cannot be asked for. What can be: %(offered)s.") % f,
    "guarantee-caller": lambda f: (
        _("The time for “%(clock)s” is guaranteed to: %(wanted)s. Your report is taken without it.") % f
    ),
    "guarantee-channel": lambda f: (
        _("The time for “%(clock)s” is guaranteed for reports by %(wanted)s. Yours is taken without it.") % f
    ),
    "guarantee-kind": lambda f: (
        _("The time for “%(clock)s” is guaranteed for: %(wanted)s. Your report is taken without it.") % f
    ),
    "no-promise": lambda f: (
        _("No time is promised for “%(kind)s”; what is promised holds for: %(handled)s. Your report is taken.") % f
    ),
    "measured-only": lambda f: _("No time is promised for “%(severity)s”; how long it takes is measured.") % f,
    "as-other": lambda f: _("Nothing is promised for “%(severity)s” itself; it gets what “%(other)s” gets.") % f,
    "unknown-person": lambda _f: _("Who reports is not known, so it cannot be checked whether they may."),
    "used-up-flagged": lambda f: (
        _("The allowance “%(allowance)s” is used up. Your report is taken all the same, and that is noted.") % f
    ),
    "used-up-charged": lambda f: _("The allowance “%(allowance)s” is used up. This report costs %(cost)s.") % f,
    "used-up-open": lambda f: (
        _("The allowance “%(allowance)s” is used up. What that means is still to be agreed; your report is taken.") % f
    ),
    "used-up-module": lambda f: (
        _("The allowance “%(allowance)s” is used up. Your report is taken and worked on “%(module)s”.") % f
    ),
    "upgrade": lambda f: f["offered"],
    "overdrawn": lambda f: _("The allowance “%(allowance)s” is used up; this report is taken on the next one.") % f,
}


# --- What stops a report ----------------------------------------------------------------------------------------------


def _not_in_force(f: Said) -> str:
    if f["ends"]:
        return _("We are sorry: the agreement %(number)s ended on %(ends)s.") % f
    return _("We are sorry: the agreement %(number)s begins on %(starts)s.") % f


def _turn_to(f: Said) -> str:
    if f["names"]:
        return _("Please turn to %(names)s.") % f
    return _("Please turn to the lead of your company.")


def _by_plan(f: Said) -> str:
    if f["plans"]:
        return _("The plan “%(plans)s” covers it; %(vendor)s is glad to make you an offer: %(mail)s.") % f
    return _("%(vendor)s is glad to make you an offer: %(mail)s.") % f


_REFUSALS: Final[Mapping[str, Sentence]] = {
    "no-agreement": lambda f: _("We are sorry: there is no agreement with %(customer)s for this.") % f,
    "not-in-force": _not_in_force,
    "inactive": lambda f: _("We are sorry: %(name)s does not report for %(customer)s any more.") % f,
    "channel": lambda f: _("We are sorry: reports by %(channel)s are not agreed.") % f,
    "caller": lambda f: _("We are sorry: under this agreement reports come from: %(wanted)s.") % f,
    "contact": lambda _f: _("We are sorry: the agreement names who may report, and you are not among them."),
    "level-1": lambda _f: _("Under your agreement your own level 1 takes reports first and hands them over to us."),
    "kind": lambda f: _("We are sorry: “%(kind)s” is not part of your plan; it covers: %(handled)s.") % f,
    "service": lambda f: _("We are sorry: your agreement does not cover “%(service)s”; it covers: %(covered)s.") % f,
    "used-up": lambda f: _("We are sorry: “%(allowance)s” is used up: %(taken)s of %(of)s are taken.") % f,
    "unknown-severity": lambda f: _("“%(severity)s” is not a severity of your agreement; it has: %(known)s.") % f,
}


def _more(f: Said) -> str:
    if f["module"]:
        return _("“%(module)s” is offered for it; %(vendor)s tells you more: %(mail)s.") % f
    if f["next"]:
        return _("There is more from %(next)s on, or sooner from %(vendor)s: %(mail)s.") % f
    return _("You can get more from %(vendor)s: %(mail)s.") % f


_ALTERNATIVES: Final[Mapping[str, Sentence]] = {
    "no-agreement": lambda f: _("Please write to %(vendor)s: %(mail)s.") % f,
    "not-in-force": lambda f: _("Please write to %(vendor)s: %(mail)s.") % f,
    "inactive": _turn_to,
    "channel": lambda f: _("Please report by %(agreed)s.") % f,
    "caller": lambda f: _("Please turn to your partner, who reports to %(vendor)s for you.") % f,
    "contact": _turn_to,
    "level-1": _turn_to,
    "kind": _by_plan,
    "service": lambda f: _("%(vendor)s is glad to include it: %(mail)s.") % f,
    "used-up": _more,
    "unknown-severity": lambda _f: _("Please choose one of them."),
}
