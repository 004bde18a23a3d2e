"""One PostgreSQL for a run of the desk's tests, and a database on it for each process that runs them.

It starts when the first test wants a database, so the engine's tests start none. With several processes the first
one starts it and the others join; the last one out stops it. UPHELD_TEST_DATABASE_URL names another server.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.db import connections

from tests.desk.installed import FAST
from upheld_desk import catalogues, embedded
from upheld_desk.settings import database

# After a test its tables are emptied while a desk that serves them still looks for what is due. Where the two wait for
# each other the desk is the one that gives way, after the usual second: it tries again by itself, a test does not.
PATIENT: Final = "10s"


@pytest.fixture(scope="session", autouse=True)
def _words() -> None:
    """The compiled catalogues of texts are as new as their sources."""
    catalogues.compile_all()


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk's data folder in tests: attachments and mail never go to the checkout's own."""
    folder = tmp_path_factory.mktemp("desk-data")
    settings.DATA = folder
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    # Pages are tested without collecting the static files first, and passwords need not withstand a thief.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return folder


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server that the tests run on."""
    given = os.environ.get("UPHELD_TEST_DATABASE_URL")
    if given:
        yield given
        return
    mine = tmp_path_factory.getbasetemp()
    whole_run = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    with embedded.start(whole_run / "database", settings=FAST) as running:
        yield running.url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, server_url: str, data_folder: Path
) -> None:
    """Point Django at the server, under the name of the database that pytest-django has chosen for this process."""
    del django_db_modify_db_settings_parallel_suffix, data_folder  # they have done their part
    kept = connections.databases["default"]
    found = database(server_url)
    options = {**found["OPTIONS"], "options": f"-c deadlock_timeout={PATIENT}"}
    kept.update({**found, "OPTIONS": options, "TEST": kept["TEST"]})
