"""The demo, served by a real desk in a process of its own, at a time that is always the same.

It begins on a Tuesday in the afternoon, when every channel of every vendor is open, and its clock runs on.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP
from typing import Final

from tests.desk.server.process import free_port

BEGINS: Final = "2026-11-24T13:30:00"
PATIENCE: Final = 300.0  # seconds in which the demo is made, on a machine that does much else
_LINE: Final = re.compile(
    r"^(?P<vendor>\S.*)$|^  (?P<name>\S.*), (?P<role>[a-z0-9-]+) \((?P<of>.*)\)$|^    (?P<link>http.*)$"
)


@dataclass(frozen=True)
class Desk:
    """A desk that serves the demo."""

    address: str
    smtp_port: int
    links: dict[tuple[str, str], str]  # vendor and name: what signs them in once
    folder: Path

    def mail(self, sender: str, to: str, subject: str, text: str) -> None:
        """Write to the desk as somebody outside does."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-ID"] = f"<{abs(hash((sender, subject)))}@outside.example>"
        message.set_content(text)
        with SMTP("127.0.0.1", self.smtp_port) as smtp:
            smtp.send_message(message)


@contextmanager
def demo(folder: Path) -> Iterator[Desk]:
    """Have the demo served as long as the block lasts."""
    port, smtp_port = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    own = {"UPHELD_DATA": str(folder), "UPHELD_URL": address, "UPHELD_SMTP_PORT": str(smtp_port)}
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("UPHELD_", "DATABASE_", "DJANGO_"))
    }
    with (folder / "serve.log").open("w", encoding="utf-8") as log:
        running = subprocess.Popen(  # noqa: S603  the project's own command
            [sys.executable, "-c", "from upheld.cli import main; main()", "desk", "demo", "--at", BEGINS],
            env={**outside, **own, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield Desk(address, smtp_port, _links(running, folder), folder)
    finally:
        running.send_signal(signal.SIGINT)
        ended = running.wait(30)
        assert running.stdout
        running.stdout.close()
        assert ended == 0, (folder / "serve.log").read_text(encoding="utf-8")


def _links(running: subprocess.Popen[str], folder: Path) -> dict[tuple[str, str], str]:
    """Read what the desk says until it answers: how everybody signs in."""
    assert running.stdout
    too_long = threading.Timer(PATIENCE, running.kill)
    too_long.start()
    links: dict[tuple[str, str], str] = {}
    vendor = name = ""
    for line in running.stdout:
        if line.startswith("The desk answers"):
            too_long.cancel()
            return links
        if found := _LINE.match(line.rstrip("\n")):
            vendor, name = found["vendor"] or vendor, found["name"] or name
            if found["link"]:
                links[vendor, name] = found["link"]
    raise AssertionError((folder / "serve.log").read_text(encoding="utf-8"))
