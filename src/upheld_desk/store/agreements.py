"""Agreements: their texts as they were uploaded, and the engine's version of each.

An edition holds every file that it rests on, so that what was agreed can be read again years later whatever happened to
the offer. An edition that somebody signed is never changed; a later one is an amendment.
"""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from upheld.agreements import Terms, Version
from upheld.errors import Unreadable
from upheld.problems import Problem
from upheld.reading import check, freeze, read
from upheld.reading.documents import said
from upheld.reading.text import load
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store.models import Agreement, Edition

_KEPT: Final = 256  # versions that are kept ready
_KEPT_TEXTS: Final = 32  # one text is looked at again when it is kept, when it is signed and when it first counts

Texts = tuple[tuple[str, str], ...]  # files by their names, in order


def inspect(files: Mapping[str, str], main: str) -> tuple[Version | None, tuple[Problem, ...]]:
    """Return the version that the texts make, and every problem and warning in them, lint included."""
    return _inspected(tuple(sorted(files.items())), main)


@lru_cache(maxsize=_KEPT_TEXTS)
def _inspected(files: Texts, main: str) -> tuple[Version | None, tuple[Problem, ...]]:
    try:
        version = _made_of(files, main)
    except Unreadable as error:
        return None, _named(error.problems)
    with tempfile.TemporaryDirectory(prefix="agreement-") as folder:
        _write(dict(files), Path(folder))
        return version, _named(check([Path(folder) / main]))


@lru_cache(maxsize=_KEPT_TEXTS)
def _made_of(files: Texts, main: str) -> Version:
    with tempfile.TemporaryDirectory(prefix="agreement-") as folder:
        _write(dict(files), Path(folder))
        return read(Path(folder) / main)


def _named(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems under the names of their files; the folder was ours."""
    return tuple(replace(problem, file=Path(problem.file).name) for problem in problems)


def with_bases(vendor: Vendor, name: str, text: str) -> dict[str, str]:
    """Return a text that somebody brings with all that it rests on: the newest offer, the agreement, its amendments.

    What is not there is left out; reading it will say what is missing.
    """
    with tempfile.TemporaryDirectory(prefix="agreement-") as folder:
        path = Path(folder) / Path(name).name
        path.write_text(text, encoding="utf-8")
        node, _problems = load(path)
    if node is None:
        return {name: text}
    found: dict[str, str] = {}
    if offer := said(node, "on"):
        found |= _newest_files(vendor, offer)
    if base := said(node, "amends"):
        found |= _newest_files(vendor, base)
    return {**found, name: text}


def _newest_files(vendor: Vendor, number: str) -> dict[str, str]:
    edition = (
        Edition.objects.filter(agreement__vendor=vendor, agreement__number=number, state="signed")
        .order_by("-number")
        .first()
    )
    return dict(edition.files) if edition else {}


@transaction.atomic
def store(
    vendor: Vendor,
    customer: Customer | None,
    files: Mapping[str, str],
    *,
    main: str,
    at: datetime,
    by: Person | None = None,
) -> Edition:
    """Keep the texts as a new edition, a draft; of an offer it counts at once.

    Raises `Unreadable` with all problems, and `Refused` where the number is another's or that version is signed.
    """
    version, problems = inspect(files, main)
    if version is None:
        raise Unreadable(problems)
    signed = version.signature
    wanted = signed.number if signed else version.id
    agreement, _made = Agreement.objects.select_for_update(no_key=True).get_or_create(
        vendor=vendor, number=wanted, defaults={"customer": customer}
    )
    number = _next_number(agreement, signed.amendment if signed else None)
    _refuse_taken(agreement, customer, number)
    agreement.editions.filter(number=number, state="draft").update(state="discarded")
    edition = agreement.editions.create(
        number=number,
        state="draft" if signed else "signed",
        main=main,
        files=dict(files),
        hash=version.hash,
        findings=[problem.as_data() for problem in problems],
        effective=signed.effective if signed else None,
        uploaded=at,
        uploaded_by=by,
    )
    if number == 0 or not signed:
        describe(agreement, version)
    return edition


def _refuse_taken(agreement: Agreement, customer: Customer | None, number: int) -> None:
    """Refuse a number that belongs to another customer, or to an offer, and a version that both sides signed."""
    told = {"number": agreement.number}
    if agreement.customer_id != (customer.pk if customer else None):
        raise Refused(_("The number %(number)s is that of another agreement or offer.") % told, "number-taken", told)
    if agreement.editions.filter(number=number, state="signed").exists():
        raise Refused(
            _("This version of %(number)s is signed and stays as it is. Bring an amendment instead.") % told,
            "signed-already",
            told,
        )


def describe(agreement: Agreement, found: Version) -> None:
    """Write on an agreement what lists show of it: the title and the term of a version."""
    agreement.title = found.title.in_language(found.languages[0])[:200]
    if found.signature:
        agreement.starts, agreement.ends = found.signature.starts, found.signature.ends
    agreement.save(update_fields=["title", "starts", "ends"])


def frozen(files: Mapping[str, str], main: str) -> str:
    """Return the section with the holidays as they are known today, to add to an agreement before it is signed."""
    with tempfile.TemporaryDirectory(prefix="agreement-") as folder:
        _write(files, Path(folder))
        return freeze(Path(folder) / main)


def findings(edition: Edition) -> tuple[Problem, ...]:
    """Return what the linter found in an edition when it was brought."""
    return tuple(Problem(**data) for data in edition.findings)


def newest(agreement_ids: Iterable[int]) -> "QuerySet[Edition]":
    """Return of each agreement the edition that was signed last."""
    signed = Edition.objects.filter(agreement__in=set(agreement_ids), state="signed")
    return signed.order_by("agreement_id", "-number").distinct("agreement_id")


def version_of(edition: Edition) -> Version:
    """Return the engine's version of an edition."""
    return _version(edition.pk, edition.hash)


def version(agreement: Agreement) -> Version:
    """Return the newest version that both sides signed; of an offer the newest. `NotFound` where there is none."""
    newest = agreement.editions.filter(state="signed").order_by("-number").values_list("pk", "hash").first()
    if newest is None:
        raise NotFound(f"{agreement.number} is not signed")
    return _version(*newest)


def terms(agreement: Agreement, at: datetime) -> Terms:
    """Return the terms that hold for a case reported at an instant."""
    return version(agreement).in_force(at).terms()


def in_force(customer: Customer, day: date) -> Agreement | None:
    """Return the customer's agreement that is in force on a day, the newest first; None where there is none."""
    for agreement in customer.agreements.filter(editions__state="signed").distinct().order_by("-starts", "-number"):
        signed = version(agreement).signature
        if signed and signed.is_in_force(day):
            return agreement
    return None


def _next_number(agreement: Agreement, amendment: int | None) -> int:
    """Return the number of a new edition: an amendment's own; of an offer one more than the last."""
    if amendment is not None:
        return amendment
    last = agreement.editions.order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1


@lru_cache(maxsize=_KEPT)
def _version(edition: int, digest: str) -> Version:
    """Return an edition's version; what was signed is the same for ever, so it is read once a process."""
    found = Edition.objects.get(pk=edition)
    made = _made_of(tuple(sorted(found.files.items())), found.main)
    assert made.hash == digest, f"{found}: the text gives {made.hash}, not the hash that was signed"
    return made


def _write(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / Path(name).name).write_text(text, encoding="utf-8")
