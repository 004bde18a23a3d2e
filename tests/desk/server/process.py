"""A real desk in a process of its own, and a reader of its live streams."""

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 15.0  # seconds until something that should come is given up
_UPHELD = (sys.executable, "-c", "from upheld.cli import main; main()", "desk")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def command(*words: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the desk to its end."""
    return subprocess.run(
        [*_UPHELD, *words],
        env={**_outside(), "UPHELD_DATA": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@dataclass
class Process:
    """A desk that serves."""

    port: int
    running: subprocess.Popen[str]

    @classmethod
    def start(cls, folder: Path, **settings: str) -> Self:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        own = {"UPHELD_DATA": str(folder), "UPHELD_URL": address, "UPHELD_PORT": str(port), "UPHELD_SMTP_PORT": "0"}
        with (folder / "serve.log").open("a", encoding="utf-8") as log:
            running = subprocess.Popen(
                [*_UPHELD, "serve"],
                env={**_outside(), **own, "PYTHONUNBUFFERED": "1", **settings},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        found = cls(port, running)
        assert found.says("The desk answers"), (folder / "serve.log").read_text()
        return found

    def says(self, words: str) -> bool:
        """Wait for a line of its output."""
        assert self.running.stdout
        while select.select([self.running.stdout], [], [], PATIENCE)[0]:
            line = self.running.stdout.readline()
            if words in line or not line:
                return bool(line)
        return False

    def get(self, path: str) -> int:
        """Open a page; return the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def post(self, path: str, cookies: Mapping[str, str]) -> int:
        """Press the button of a page, as a browser does; return the status of the answer."""
        token = "t" * 32
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        crumbs = "; ".join(f"{name}={value}" for name, value in {**cookies, "csrftoken": token}.items())
        headers = {
            "Cookie": crumbs,
            "X-CSRFToken": token,
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", path, body="", headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def stream(self, wanted: str, cookies: Mapping[str, str], **headers: str) -> "Reader":
        return Reader(self, f"/live/{wanted}", "; ".join(f"{k}={v}" for k, v in cookies.items()), headers)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it by a signal; return its exit code."""
        self.running.send_signal(number)
        code = self.running.wait(PATIENCE)
        assert self.running.stdout
        self.running.stdout.close()
        return code


class Reader:
    """Reads a live stream as a browser does."""

    def __init__(self, desk: Process, path: str, cookies: str, headers: Mapping[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE)
        self._connection.request("GET", path, headers={"Cookie": cookies, **headers})
        self._response = self._connection.getresponse()
        self.status = self._response.status

    def next(self, name: str = "") -> tuple[str, Any]:
        """Return the next event, or the next of a name; ("", None) when the stream is over."""
        event, data = "", None
        while line := self._response.readline().decode():
            field, _, value = line.rstrip("\n").partition(": ")
            if field == "event":
                event = value
            elif field == "data":
                data = json.loads(value)
            elif event and not line.strip():
                if name in ("", event):
                    return event, data
                event, data = "", None
        return "", None

    def close(self) -> None:
        self._response.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("UPHELD_", "DATABASE_"))}
