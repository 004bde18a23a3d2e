"""A look at mail: whether it leaves, whether it comes in, and what lies about unsent."""

import smtplib
import socket
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import get_connection
from imap_tools import MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from upheld_desk.cli.findings import Finding
from upheld_desk.cli.ground import unapplied
from upheld_desk.outbox.models import Outgoing

PATIENCE: Final = 10  # seconds for a mail server to answer


def look(now: datetime) -> Iterator[Finding]:
    """Look at mail that leaves and at mail that comes in."""
    yield _out()
    if not unapplied():
        yield _waiting(now)
    if settings.SMTP_PORT:
        yield _listener()
    if settings.MAIL_IN:
        yield _fetched()


def _out() -> Finding:
    if not settings.MAIL_OUT:
        return Finding(
            "mail that leaves",
            f"is written to files in {settings.DATA / 'mail-out'}, because UPHELD_MAIL_OUT is not set",
        )
    server = urlsplit(settings.MAIL_OUT)
    try:
        with get_connection(timeout=PATIENCE):
            pass
    except (OSError, smtplib.SMTPException) as error:
        return Finding("mail that leaves", f"{server.hostname} does not take it ({error})", "Mend UPHELD_MAIL_OUT")
    return Finding("mail that leaves", f"{server.hostname} takes it")


def _waiting(now: datetime) -> Finding:
    given_up = Outgoing.objects.filter(given_up__isnull=False).count()
    failed = Outgoing.objects.filter(sent=None, given_up=None, tries__gt=1, created__lte=now)
    last = failed.order_by("-pk").values_list("error", flat=True).first()
    if last:
        return Finding(
            "the outbox",
            f"{failed.count()} letters could not be sent so far",
            f"The last reason was: {last.splitlines()[0]}",
        )
    return Finding("the outbox", f"has no letter that could not be sent, {given_up} were given up")


def _listener() -> Finding:
    place = f"{settings.HOST}, port {settings.SMTP_PORT}"
    try:
        with socket.create_connection((settings.HOST, settings.SMTP_PORT), timeout=PATIENCE) as opened:
            said = opened.recv(200).decode("ascii", "replace")
    except OSError:
        return Finding("mail that comes in", f"nobody listens at {place}; 'upheld desk serve' and 'mail' do")
    if said.startswith("220"):
        return Finding("mail that comes in", f"is taken at {place}")
    return Finding(
        "mail that comes in", f"something else than a mail server answers at {place}", "Choose another UPHELD_SMTP_PORT"
    )


def _fetched() -> Finding:
    server = urlsplit(settings.MAIL_IN)
    box = MailBox if server.scheme == "imaps" else MailBoxUnencrypted
    try:
        with box(server.hostname or "", server.port or (993 if box is MailBox else 143), timeout=PATIENCE) as opened:
            opened.login(unquote(server.username or ""), unquote(server.password or ""))
    except (OSError, ImapToolsError) as error:
        return Finding("mail that is fetched", f"{server.hostname} does not let us ({error})", "Mend UPHELD_MAIL_IN")
    return Finding("mail that is fetched", f"from {server.hostname}")
