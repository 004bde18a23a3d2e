"""Starting, joining and stopping the embedded server.

1. Whoever starts or stops holds `starting.lock`; whoever uses the server holds a share of `users.lock`.
2. A folder of another major version is left alone; a new one is made beside its place and moved in when complete.
3. A server that answers is joined. One that does not and whose process is gone left a stale lock: start all the same.
4. The last user out stops it.
"""

import fcntl
import hashlib
import logging
import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from upheld_desk.embedded.binaries import BIN, MAJOR, owner_for, run
from upheld_desk.embedded.troubles import check_place, check_version, trouble
from upheld_desk.errors import Unstartable

log = logging.getLogger(__name__)

USER: Final = "upheld"
SOCKET: Final = ".s.PGSQL.5432"
LONGEST_SOCKET: Final = 100  # bytes; the operating systems take 103 to 107
ANSWERS: Final = (0, 1)  # of pg_isready: accepting, or still starting up

# What the server is made with. Nobody but its owner (and root) can reach the socket, so it asks for no password.
LASTING: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "max_connections": "100",
}


@dataclass
class Running:
    """A server that runs and that this process has a share in."""

    folder: Path
    url: str
    bin: Path
    joined: bool  # another process had it running
    _owner: pwd.struct_passwd = field(repr=False)
    _share: IO[bytes] = field(repr=False)

    def stop(self) -> None:
        """Give the share back, and stop the server when nobody else has one; a second call does nothing."""
        if self._share.closed:
            return
        with _alone(self.folder), self._share:
            if _is_last(self._share):
                done = run("pg_ctl", "stop", "-D", _cluster(self.folder), "-m", "fast", "-w", owner=self._owner)
                if done.returncode:
                    log.warning("the database did not stop: %s", done.stdout.strip().rpartition("\n")[2])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(folder: Path, database: str = "upheld", settings: Mapping[str, str] | None = None) -> Running:
    """Start the server of a folder, or join it where it runs, and make the database where there is none.

    Args:
        folder: holds the server's files and nothing else; made when it is not there.
        database: the name of the database in the address that comes back.
        settings: of the server, for this start only.
    """
    folder = folder.absolute()
    check_place(folder)
    with _alone(folder):
        owner = owner_for(_cluster(folder))
        check_version(_cluster(folder), MAJOR)
        if not _cluster(folder).exists():
            _make(folder, owner)
        joined = _answers(folder, owner)
        if not joined:
            _start(folder, owner, settings or {})
        share = (folder / "users.lock").open("wb")
        fcntl.flock(share, fcntl.LOCK_SH)
        sockets = _sockets(folder, owner)
        _ensure_database(sockets, database)
    return Running(folder, _address(sockets, database), BIN, joined, owner, share)


def _cluster(folder: Path) -> Path:
    return folder / "cluster"


def _address(sockets: Path, database: str) -> str:
    return f"postgresql://{USER}@/{quote(database)}?host={quote(str(sockets))}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others from starting or stopping meanwhile."""
    with (folder / "starting.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(share: IO[bytes]) -> bool:
    try:
        fcntl.flock(share, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _make(folder: Path, owner: pwd.struct_passwd) -> None:
    """Make the server's files beside their place: a start that is cut short leaves nothing half made in it."""
    beside = folder / "cluster.unfinished"
    if beside.exists():
        shutil.rmtree(beside)
    beside.mkdir(mode=0o700)
    os.chown(beside, owner.pw_uid, owner.pw_gid)
    lasting = [word for name, value in LASTING.items() for word in ("--set", f"{name}={value}")]
    done = run(
        "initdb",
        f"--pgdata={beside}",
        f"--username={USER}",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth=trust",
        "--no-instructions",
        *lasting,
        owner=owner,
    )
    if done.returncode:
        raise Unstartable(trouble(folder, done.stdout))
    beside.rename(_cluster(folder))


def _sockets(folder: Path, owner: pwd.struct_passwd) -> Path:
    """Return the folder of the socket: the server's own, or a short one where that path is too long for a socket."""
    if len(bytes(_cluster(folder) / SOCKET)) <= LONGEST_SOCKET:
        return _cluster(folder)
    short = Path(tempfile.gettempdir()) / f"upheld-{hashlib.sha256(bytes(folder)).hexdigest()[:16]}"
    if not short.exists():
        short.mkdir(mode=0o700)
        os.chown(short, owner.pw_uid, owner.pw_gid)
    if short.is_symlink() or short.stat().st_uid != owner.pw_uid:
        raise Unstartable(f"{short} belongs to somebody else, and the database needs it: remove it, or set TMPDIR")
    return short


def _answers(folder: Path, owner: pwd.struct_passwd) -> bool:
    if not (_cluster(folder) / "postmaster.pid").exists():
        return False
    return run("pg_isready", "-q", "-h", _sockets(folder, owner), owner=owner).returncode in ANSWERS


def _start(folder: Path, owner: pwd.struct_passwd, settings: Mapping[str, str]) -> None:
    sockets = _sockets(folder, owner)
    # A lock that nobody answers for. Its number may be another program's by now, which would stop PostgreSQL; two
    # servers on one folder cannot come of it: PostgreSQL also asks the shared memory of the folder.
    for stale in (_cluster(folder) / "postmaster.pid", sockets / f"{SOCKET}.lock"):
        stale.unlink(missing_ok=True)
    written = _cluster(folder) / "log"
    if written.exists():
        written.replace(written.with_name("log.before"))
    words = " ".join(f"-c {name}={value}" for name, value in settings.items())
    options = f"-k '{sockets}' {words}"
    done = run("pg_ctl", "start", "-w", "-t", "100", "-D", _cluster(folder), "-l", written, "-o", options, owner=owner)
    if done.returncode:
        said = written.read_text(encoding="utf-8", errors="replace") if written.exists() else done.stdout
        raise Unstartable(trouble(folder, said))


def _ensure_database(sockets: Path, database: str) -> None:
    with psycopg.connect(_address(sockets, "postgres"), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if there is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
