"""A mail backend for a desk without a mail server: each mail becomes a file that any mail program opens."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes to `mail-out` in the data folder; the same message again replaces its file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many they were."""
        folder = Path(settings.DATA) / "mail-out"
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            parsed = message.message()
            name = re.sub(r"[^a-z0-9-]", "", str(parsed["Message-ID"]).partition("@")[0].lower())
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(parsed.as_bytes())
            os.replace(unfinished, folder / f"{name}.eml")  # noqa: PTH105 - replaces on every system
        return len(email_messages)
