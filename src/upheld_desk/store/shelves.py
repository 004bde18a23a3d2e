"""Shelves: where bytes lie by their hash, in a folder or in storage that speaks S3. What lies there is never changed.

Each has a place of its own two levels down, since folders with a million files are slow everywhere.
"""

import os
import tempfile
from datetime import timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.store import S3Store


class Shelf(Protocol):
    """A place for bytes by their hash."""

    def write(self, digest: str, content: bytes) -> None:
        """Keep bytes under their hash; when it returns they are safe."""

    def open(self, digest: str) -> BinaryIO:
        """Return what lies under a hash, to read; FileNotFoundError where nothing does."""

    def has(self, digest: str) -> bool:
        """Say whether something lies under a hash."""


class Folder:
    """A shelf on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, digest: str, content: bytes) -> None:
        """Write beside the place and move there: nobody ever sees half a file."""
        place = self.root / _place(digest)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(place)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
        _sync(place.parent)

    def open(self, digest: str) -> BinaryIO:
        """Return the file."""
        return (self.root / _place(digest)).open("rb")

    def has(self, digest: str) -> bool:
        """Say whether there is a file."""
        return (self.root / _place(digest)).is_file()


class Bucket:
    """A shelf in storage that speaks S3, at an address like s3://key:secret@host:port/bucket?region=eu-1&tls=no."""

    def __init__(self, address: str) -> None:
        parts, options = urlsplit(address), parse_qs(urlsplit(address).query)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        plain = options.get("tls") == ["no"]
        self.store = S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=f"{'http' if plain else 'https'}://{parts.hostname}{f':{parts.port}' if parts.port else ''}",
            access_key_id=unquote(parts.username or ""),
            secret_access_key=unquote(parts.password or ""),
            region=options.get("region", ["us-east-1"])[0],
            virtual_hosted_style_request=False,
            client_options={"allow_http": plain, "connect_timeout": "5s", "timeout": "60s"},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
        )

    def write(self, digest: str, content: bytes) -> None:
        """Send the bytes, unless they are there."""
        if not self.has(digest):
            obstore.put(self.store, _place(digest), content)

    def open(self, digest: str) -> BinaryIO:
        """Fetch the bytes."""
        return BytesIO(bytes(obstore.get(self.store, _place(digest)).bytes()))

    def has(self, digest: str) -> bool:
        """Ask whether there is such an object."""
        try:
            obstore.head(self.store, _place(digest))
        except FileNotFoundError:
            return False
        return True


@lru_cache(maxsize=8)
def bucket(address: str) -> Bucket:
    """Return the storage at an address; its connections are kept."""
    return Bucket(address)


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
