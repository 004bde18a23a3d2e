"""Addresses in mails, as the map of pages has them; a worker that sends mails need not load all pages to name one."""

from django.conf import settings

from upheld_desk.store.models import Log


def of(log: Log) -> str:
    """Return where to read more about a log: one address for both sides."""
    if log.kind == "agreement":
        return f"{settings.ADDRESS}/agreements/{log.agreement_id}/"
    return f"{settings.ADDRESS}/to/{log.reference}/"
