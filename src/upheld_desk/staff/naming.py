"""Naming: what agreements call their severities, in the reader's language, for lists of cases of many agreements."""

from collections.abc import Iterable

from upheld_desk.looks import speech
from upheld_desk.store import agreements
from upheld_desk.store.models import CaseRow, Edition

Names = dict[tuple[int, str], str]


def severities(agreement_ids: Iterable[int]) -> Names:
    """Return the names of severities by agreement and id; of each agreement its newest version counts."""
    newest = (
        Edition.objects.filter(agreement__in=set(agreement_ids), state="signed")
        .order_by("agreement_id", "-number")
        .distinct("agreement_id")
    )
    return {
        (edition.agreement_id, severity.id): severity.name.in_language(speech.language()) or severity.id
        for edition in newest
        for severity in agreements.version_of(edition).shared.severities
    }


def severity(names: Names, case: CaseRow) -> str:
    """Return what a case's severity is called."""
    return names.get((case.log.agreement_id, case.severity), case.severity)
