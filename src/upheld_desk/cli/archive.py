"""The file of a backup: a tar with the database, every attachment, the secret key, and what proves them.

The last member is `manifest.json`: the hash of each file, and one hash over the heads of all logs. Whoever has the
file can check it without a desk: `sha256sum`, and the chain as the documentation describes it.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Final

from upheld_desk.errors import Unstartable

FORMAT: Final = "upheld-desk-backup/1"
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.dump"
KEY: Final = "secret-key"
ATTACHMENTS: Final = "attachments/"
_PIECE: Final = 2**20


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made: str  # ISO 8601, UTC
    version: str  # of the desk
    postgresql: str
    steps: list[str]  # that made the tables: "store.0001_initial"
    logs: int
    facts: int
    heads: str  # one hash over the last hash of every log
    files: dict[str, str] = field(default_factory=dict)  # name -> SHA-256
    format: str = FORMAT


class Writer:
    """Adds files to a backup."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Add a file, and note its hash."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashed = _Hashing(content)
        self._tar.addfile(member, hashed)
        self.hashes[name] = hashed.digest.hexdigest()

    def close(self, manifest: Manifest) -> None:
        """Add the manifest; nothing can be added after it."""
        said = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        self.add(MANIFEST, io.BytesIO(said), len(said))


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """Write a backup beside its place, and put it there when it is whole. Nobody else may read it."""
    if file.exists():
        raise Unstartable(f"{file} is there already: choose another name")
    beside = file.with_name(f"{file.name}.unfinished")
    try:
        beside.touch(mode=0o600)
        with tarfile.open(beside, "w") as tar:
            yield Writer(tar)
        beside.replace(file)
    except OSError as error:
        raise Unstartable(f"the backup could not be written to {file} ({error.strerror})") from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def reading(file: Path) -> Iterator[tuple[Manifest, tarfile.TarFile]]:
    """Open a backup in which every file is as it was written; nothing else of it is believed."""
    with file.open("rb") as opened:
        try:
            tar = tarfile.open(fileobj=opened, mode="r:")  # noqa: SIM115  it is closed with the file
            manifest = _manifest(tar)
            _check(tar, manifest.files, file)
        except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
            raise Unstartable(f"{file} is not a whole backup of a desk: {error}") from error
        yield manifest, tar


def _manifest(tar: tarfile.TarFile) -> Manifest:
    said = tar.extractfile(MANIFEST)
    assert said
    manifest = Manifest(**json.load(said))
    if manifest.format != FORMAT:
        raise ValueError(f"its format is '{manifest.format}', and this version reads '{FORMAT}'")
    return manifest


def _check(tar: tarfile.TarFile, files: Mapping[str, str], file: Path) -> None:
    for name, expected in files.items():
        content = tar.extractfile(name)
        if content is None or _hash(content) != expected:
            raise Unstartable(f"{file} is damaged: '{name}' in it is not what was written. Take another backup")


def _hash(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


class _Hashing(io.RawIOBase):
    """Hashes what is read from another file."""

    def __init__(self, content: IO[bytes]) -> None:
        super().__init__()
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.digest.update(piece)
        return piece
