"""IMAP servers to fetch from: pymap, which comes with the tests, and Debian's dovecot where it is installed."""

import getpass
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from imaplib import IMAP4
from pathlib import Path
from socket import create_connection, socket
from tempfile import mkdtemp
from time import sleep
from typing import Final

import pytest

DOVECOT: Final = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
SERVERS: Final = ("pymap", "dovecot") if DOVECOT else ("pymap",)
USER: Final = "demouser"
PASSWORD: Final = "demopass"  # noqa: S105 - the servers run for one test

CONFIGURATION: Final = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {owner}
default_internal_group = {owner}
default_login_user = {login}
mail_location = maildir:{folder}/mail
first_valid_uid = 0
first_valid_gid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}
}}
"""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    if not DOVECOT:
        terminalreporter.write_line("IMAP was tried with pymap only; for dovecot too: apt-get install dovecot-imapd")


@pytest.fixture(params=SERVERS)
def imap_port(request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of an IMAP server with one empty mailbox."""
    folder = Path(mkdtemp())  # not pytest's, which is closed to the users that a server changes to
    folder.chmod(0o755)
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = _pymap(port) if request.param == "pymap" else _dovecot(port, folder)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _empty(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(folder)


def _pymap(port: int) -> list[str]:
    program = str(Path(sys.executable).with_name("pymap"))
    return [program, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]


def _dovecot(port: int, folder: Path) -> list[str]:
    """Return how to start it; run by root it wants the users that Debian made for it."""
    assert DOVECOT
    is_root = getpass.getuser() == "root"
    owner, login = ("dovecot", "dovenull") if is_root else (getpass.getuser(), getpass.getuser())
    if is_root:
        shutil.chown(folder, owner, owner)
    configuration = folder / "dovecot.conf"
    told = {"folder": folder, "port": port, "owner": owner, "login": login, "password": PASSWORD}
    configuration.write_text(CONFIGURATION.format(**told))
    return [DOVECOT, "-F", "-c", str(configuration)]


def client(port: int) -> IMAP4:
    """Return a client that has opened the mailbox, waiting for the server to come up."""
    for _ in range(300):
        with suppress(OSError):
            create_connection(("127.0.0.1", port)).close()
            break
        sleep(0.05)
    connected = IMAP4("127.0.0.1", port, timeout=20)
    connected.login(USER, PASSWORD)
    connected.select("INBOX")
    return connected


def _empty(port: int) -> None:
    with client(port) as connected:
        connected.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
        connected.expunge()
