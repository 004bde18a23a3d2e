"""Mails for the tests: written, kept as if they had come, and worked."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from upheld_desk.mail import keeping, queue
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Vendor


def write(
    sender: str, to: str, subject: str = "Störung", text: str = "Kasse 4 druckt nicht.", **headers: str
) -> EmailMessage:
    """Return a mail; a header's name is written with underscores."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def receive(vendor: Vendor, mail: EmailMessage, at: datetime, envelope_from: str | None = "x@x.example") -> RawMessage:
    """Return a mail that has come to a vendor and was worked."""
    raw = mail.as_bytes()
    keeping.keep(vendor, raw, at, source="smtp", envelope_from=envelope_from, envelope_to=[str(mail["To"])])
    while queue.work_next(at + timedelta(seconds=1)):
        pass
    return RawMessage.objects.filter(vendor=vendor).order_by("-pk")[0]
