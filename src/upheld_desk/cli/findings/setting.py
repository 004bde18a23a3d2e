"""A look at the settings and at the data folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from upheld_desk.cli.findings import Finding

LEAST_ROOM: Final = 1024  # MB
_AT_HOME: Final = ("localhost", "127.0.0.1", "::1")


def look() -> Iterator[Finding]:
    """Look at what the operator has set."""
    address = urlsplit(settings.ADDRESS)
    yield Finding(
        "the address",
        settings.ADDRESS,
        ""
        if address.scheme == "https" or address.hostname in _AT_HOME
        else "Passwords would travel in the open: put a proxy with HTTPS in front, and set UPHELD_URL to its address",
    )
    yield Finding(
        "the secret key",
        "is not made" if settings.SECRET_KEY.startswith("not made yet") else "is there",
        "Run 'upheld desk init'" if settings.SECRET_KEY.startswith("not made yet") else "",
    )
    yield Finding(
        "error pages",
        "show the program's insides to everybody" if settings.DEBUG else "show nothing that is not meant for readers",
        "Leave UPHELD_DEBUG out" if settings.DEBUG else "",
    )
    yield _static()
    yield room(Path(settings.DATA))


def _static() -> Finding:
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()
    return Finding(
        "the styles and scripts",
        "are collected" if collected else "are not collected",
        "" if collected else "Run 'upheld desk init'",
    )


def room(folder: Path) -> Finding:
    """Look how much room the data folder has."""
    if not folder.is_dir():
        return Finding("the data folder", f"{folder} is not there", "Run 'upheld desk init'")
    free = shutil.disk_usage(folder).free // 2**20
    return Finding(
        "the data folder",
        f"{folder}, {free} MB are free",
        "" if free >= LEAST_ROOM else "Make room before the disk is full: the database stops without any",
    )
