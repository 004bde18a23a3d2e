"""The SMTP listener: takes mail for the vendors' addresses and for nobody else.

A mail is stored before its sender is told 250. What cannot be stored is answered with 451, so that the sender's server
keeps it and comes again. It is no relay, and reads lines of any length, because real mail has them.
"""

import asyncio
import logging
import os
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Final, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connections

from upheld_desk import clock
from upheld_desk.errors import Refused, Unstartable
from upheld_desk.mail import keeping

LATER: Final = "451 4.3.0 The mail cannot be stored at the moment, please try again later"
NOBODY: Final = "550 5.1.1 Nobody here has this address"
TAKEN: Final = "250 2.0.0 The mail is stored"
TOO_MANY: Final = "452 4.5.3 Too many recipients, send the others in another mail"
NOTHING: Final = "554 5.6.0 The mail is empty"
MOST_RECIPIENTS: Final = 100
_THREADS: Final = 4

_log = logging.getLogger(__name__)

T = TypeVar("T")


class LongLines(SMTP):
    """Reads lines as long as a mail may be: the protocol's limit is 1,000 bytes, and programs do not know it."""

    line_length_limit = settings.ATTACHMENT_LIMIT


class Handler:
    """Decides on recipients and stores what comes; the database is asked in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="smtp")

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that is a vendor's address, also with something after a plus."""
        del server, session
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        known = await self._asked(lambda: bool(keeping.vendors([address])))
        if known is None:
            return LATER
        if not known:
            return NOBODY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store the mail for each vendor whom it is for."""
        del server, session
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else bytes(content or b"")
        if not raw:
            return NOTHING
        return TAKEN if await self._asked(lambda: _keep(raw, envelope)) else LATER

    async def _asked(self, question: Callable[[], T]) -> T | None:
        """Return what the database says, or None where it cannot be reached or the disk is full."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _answer, question)

    def close(self) -> None:
        """Wait for what is being stored."""
        self._threads.shutdown()


def _answer(question: Callable[[], T]) -> T | None:
    try:
        return question()
    except (DatabaseFailure, OSError, Refused) as error:
        _log.warning("a mail could not be stored and is left with its sender: %s", error)
        return None
    finally:
        connections.close_all()  # this thread may never be asked again


def _keep(raw: bytes, envelope: Envelope) -> bool:
    at = clock.now()
    for vendor in keeping.vendors(envelope.rcpt_tos):
        keeping.keep(
            vendor,
            raw,
            at,
            source="smtp",
            envelope_from=(envelope.mail_from or "").strip("<>"),
            envelope_to=envelope.rcpt_tos,
        )
    return True


def _certificate() -> ssl.SSLContext | None:
    if settings.SMTP_CERTIFICATE is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.SMTP_CERTIFICATE)
    return context


class Listener(Controller):
    """The open port."""

    def factory(self) -> SMTP:
        """Return what speaks with one client."""
        return LongLines(
            self.handler,
            data_size_limit=settings.ATTACHMENT_LIMIT,
            enable_SMTPUTF8=True,
            hostname=settings.MAIL_DOMAIN,
            ident="Upheld",
            tls_context=_certificate(),
        )


def run(stop: Event) -> None:
    """Take mail in until told to stop."""
    handler = Handler()
    listener = Listener(handler, hostname=settings.HOST, port=settings.SMTP_PORT)
    try:
        listener.start()
    except OSError as error:
        listener.loop.close()
        handler.close()
        raise Unstartable(
            f"no mail can be taken in at {settings.HOST}, port {settings.SMTP_PORT} "
            f"({os.strerror(error.errno or 0)}): stop what listens there, or choose another as UPHELD_SMTP_PORT"
        ) from error
    try:
        stop.wait()
    finally:
        listener.stop()
        handler.close()
