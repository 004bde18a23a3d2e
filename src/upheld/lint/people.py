"""People: roles and levels without anybody, and duties that come round in a rhythm that the term does not hold."""

from collections.abc import Iterator
from datetime import timedelta

from upheld.agreements import Role, Terms, Version
from upheld.lint.findings import Finding
from upheld.rhythms import add_months
from upheld.scopes import scopes

CONTACTS = "contacts"  # the role of the customer's people who may report
_DAY = timedelta(days=1)


def unnamed(version: Version) -> Iterator[Finding]:
    """ROLE1: in an agreement, roles without a person or deputy, levels without people, too few or too many contacts."""
    if version.signature is None:
        return
    terms = version.terms()
    roles = {role.id: role for role in terms.roles}
    for role in roles.values():
        missing = "person" if not role.people else "deputy" if len({*role.people, *role.deputies}) == 1 else ""
        if missing:
            message = f"'{role.id}' has no {missing}"
            yield Finding(
                role.clause, message, f"name one, like '{'people' if missing == 'person' else 'deputies'}: [...]'"
            )
    for tier in terms.tiers:
        name = f"level-{tier.level}"
        if tier.of == "customer" and name not in roles:
            message = f"nobody is named for level {tier.level}, which is the customer's"
            yield Finding(tier.clause, message, f"add a role '{name}' with its people")
    yield from _contacts(terms, roles.get(CONTACTS))


def _contacts(terms: Terms, role: Role | None) -> Iterator[Finding]:
    if terms.contacts is None:
        return
    count, least, most = len(role.people) if role else 0, terms.contacts.least, terms.contacts.most
    clause = role.clause if role else terms.contacts.clause
    if count < least and not (role and not role.people):
        who = "1 person" if count == 1 else f"{count} people"
        message = f"{who} may report, but the agreement asks for at least {least}"
        yield Finding(clause, message, f"name them as the people of a role '{CONTACTS}'")
    if most is not None and count > most:
        message = f"{count} people may report, but the agreement lets {most} do so"
        yield Finding(clause, message, "name fewer, or agree on more")


def untimely(version: Version) -> Iterator[Finding]:
    """DUTY1: rhythms that do not fit the term, and reviews that nobody attends."""
    for terms in scopes(version):
        term = _term(version, terms)
        for routine in terms.routines:
            months = routine.every.months
            if term and months and term % months:
                message = f"'{routine.every.text}' does not fit a term of {term} months"
                yield Finding(routine.clause, message, "choose a rhythm that divides the term, or change the term")
            if routine.kind == "review" and not routine.attended_by:
                message = f"nobody is said to attend '{routine.id}'"
                yield Finding(routine.clause, message, "name the roles, like 'attended_by: [vendor, customer]'")


def _term(version: Version, terms: Terms) -> int:
    """Return the whole months of the term; 0 where it has no end, or does not end after whole months."""
    signed = version.signature
    if signed and signed.ends:
        after = signed.ends + _DAY
        months = (after.year - signed.starts.year) * 12 + after.month - signed.starts.month
        return months if add_months(signed.starts, months) == after else 0
    plan = version.plans.get(str(terms.plan))
    return plan.term.months if plan and plan.term and not signed else 0
