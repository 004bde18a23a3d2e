"""What can be wrong with the folder of the database, each as one sentence that says what to do.

Nothing here changes a folder that has data: what cannot be started is left as it is.
"""

import os
import re
import shutil
from pathlib import Path
from typing import Final

from upheld_desk.errors import Unstartable

ROOM_NEEDED: Final = 200 * 1024 * 1024  # bytes: a new database takes 40 MB, and its log grows in steps of 16 MB
_FATAL: Final = re.compile(r"(?:FATAL|PANIC|ERROR|error):\s+(.+)")


def check_place(folder: Path) -> None:
    """Refuse a folder that cannot be made or written, or a disk that is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unstartable(
            f"the folder {folder} cannot be made ({error.strerror}): choose another as UPHELD_DATA"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unstartable(
            f"the folder {folder} cannot be written by this user: choose another as UPHELD_DATA, or give it to the user"
        )
    check_room(folder, shutil.disk_usage(folder).free)


def check_room(folder: Path, free: int) -> None:
    """Refuse a disk with too little room to work on: a database that runs out of it in the middle stops."""
    if free < ROOM_NEEDED:
        raise Unstartable(
            f"the disk of {folder} is full: {free // 2**20} MB are free and the database needs "
            f"{ROOM_NEEDED // 2**20} MB to start; make room and start again, nothing is lost"
        )


def check_version(cluster: Path, ours: int) -> None:
    """Refuse the files of another major version of PostgreSQL; they are not touched."""
    kept = cluster / "PG_VERSION"
    if not cluster.exists():
        return
    if not kept.exists():
        raise Unstartable(
            f"{cluster} is there, but is not a database: move it away, and restore a backup if there was data in it"
        )
    version = kept.read_text(encoding="ascii").strip()
    if version != str(ours):
        raise Unstartable(
            f"the database in {cluster} was written by PostgreSQL {version}, and this desk brings PostgreSQL {ours}: "
            "with the version of the desk that wrote it, run 'upheld desk backup FILE'; move the folder away; then, "
            "with this version, run 'upheld desk init' and 'upheld desk restore FILE'. Nothing was changed"
        )


def trouble(folder: Path, said: str) -> str:
    """Return in a sentence why PostgreSQL did not start, from what it wrote."""
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return f"the disk of {folder} is full: make room and start again, nothing is lost"
    if "Permission denied" in said or "Operation not permitted" in said:
        return f"the database may not write in {folder}: give the folder, with all that is in it, to one user"
    if "shared memory" in said and "still in use" in said:
        return f"another PostgreSQL still uses {folder}, but does not answer: stop it, then start again"
    told = _FATAL.findall(said) or [said.strip().rpartition("\n")[2]]
    return f"PostgreSQL did not start in {folder}: {told[0]}"
