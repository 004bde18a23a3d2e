"""Upgrades: which plan has more of what is used up, as the vendor's offer has it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from upheld.agreements import Terms, Version
from upheld.grants import roomier
from upheld.words.figures import decimal
from upheld.words.terms import term
from upheld_desk.facts import Fact
from upheld_desk.looks import naming, speech
from upheld_desk.people.models import Vendor


def more(version: Version, terms: Terms, allowance: str) -> str:
    """Return which plan has more of an allowance, and how much; empty: none has."""
    plan = roomier(version, terms, allowance)
    if plan is None:
        return ""
    found = next((each for each in version.terms(plan.id, terms.modules).allowances if each.id == allowance), None)
    if found is None or found.amount is None:
        return _("The plan “%(plan)s” sets no limit to it.") % {"plan": naming.called(plan)}
    told = {
        "plan": naming.called(plan),
        "amount": decimal(found.amount, speech.language()),
        "unit": term(found.unit, speech.language()),
    }
    return _("The plan “%(plan)s” has %(amount)s (%(unit)s).") % told


def offered(version: Version, terms: Terms, allowance: str, vendor: Vendor) -> str:
    """Return which plan has more, and who makes an offer; empty: none has."""
    said = more(version, terms, allowance)
    if not said:
        return ""
    whom = _("%(vendor)s is glad to make you an offer: %(mail)s.")
    return f"{said} {whom % {'vendor': vendor.name, 'mail': vendor.mail_address}}"


def lacking(report: Fact) -> list[str]:
    """Return the allowances that were used up when a case was reported, by what its report keeps of the decision."""
    decided = report.desk.get("allowances", [])
    return [str(each["allowance"]) for each in decided if Decimal(each["lacking"])]
