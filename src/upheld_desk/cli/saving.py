"""`upheld desk backup` and `restore`: everything in one file, and everything back from it.

A backup is what the desk was at one instant, though it goes on working meanwhile. A restore is checked before anything
is touched, replaces the tables in one transaction, and then proves every log by its chain of hashes.
"""

import hashlib
import shutil
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from upheld_desk import clock
from upheld_desk.cli import archive
from upheld_desk.cli.archive import ATTACHMENTS, DATABASE, KEY, Manifest, Writer
from upheld_desk.cli.dumping import bring_back, dump
from upheld_desk.cli.ground import counted, database, require_tables
from upheld_desk.cli.setting_up import bring_up_to_date
from upheld_desk.errors import Unstartable
from upheld_desk.store import attachments, logs
from upheld_desk.store.models import Blob, Entry, Log

app = typer.Typer()

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a tar.")]


@app.command()
def backup(file: File) -> None:
    """Write everything into one file."""
    with database():
        require_tables()
        with archive.writing(file.absolute()) as writer, transaction.atomic():
            manifest = _write(writer)
    typer.echo(f"Wrote {_counted(manifest)} into {file}.")


@app.command()
def restore(
    file: File,
    replace: Annotated[
        bool, typer.Option("--replace", help="Even if the desk is not empty: what is in it is lost.")
    ] = False,
) -> None:
    """Bring everything back from such a file."""
    with archive.reading(file.absolute()) as (manifest, tar), database():
        _require_known(manifest)
        _require_room(replace=replace)
        _bring_attachments(manifest, tar)  # first: what they are called by follows
        with tempfile.TemporaryDirectory(prefix="restore-") as folder:
            tar.extract(DATABASE, folder, filter="data")
            bring_back(Path(folder) / DATABASE)
        _bring_key(manifest, tar)
        bring_up_to_date()
        _prove(manifest)
    typer.echo(f"Brought back {_counted(manifest)}.")
    typer.echo("Every log is proved by its chain of hashes.")


def _write(writer: Writer) -> Manifest:
    """Write the database as one snapshot sees it, and then what it names; none of that is ever taken away."""
    with connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("select pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        dumped = Path(folder) / DATABASE
        dump(dumped, snapshot)
        with dumped.open("rb") as content:
            writer.add(DATABASE, content, dumped.stat().st_size)
    for digest, size in Blob.objects.order_by("digest").values_list("digest", "size").iterator():
        with attachments.open_(digest) as content:
            writer.add(f"{ATTACHMENTS}{digest}", content, size)
    key = settings.DATA / KEY
    if key.is_file():
        with key.open("rb") as content:
            writer.add(KEY, content, key.stat().st_size)
    applied = [".".join(step) for step in sorted(MigrationLoader(connection).applied_migrations)]
    manifest = Manifest(
        made=clock.now().isoformat(timespec="seconds"),
        version=version("upheld"),
        postgresql=server,
        steps=applied,
        logs=Log.objects.count(),
        facts=Entry.objects.count(),
        heads=heads(),
        files=dict(writer.hashes),
    )
    writer.close(manifest)
    return manifest


def heads() -> str:
    """Return one hash over the last hash of every log."""
    last = Entry.objects.order_by("log_id", "-number").distinct("log_id").values_list("log_id", "number", "hash")
    digest = hashlib.sha256()
    for log, number, head in last.iterator():
        digest.update(f"{log} {number} {head}\n".encode())
    return digest.hexdigest()


def _counted(manifest: Manifest) -> str:
    kept = sum(name.startswith(ATTACHMENTS) for name in manifest.files)
    listed = counted(manifest.logs, "log"), counted(manifest.facts, "fact"), counted(kept, "attachment")
    return "{} with {} and {}".format(*listed)


def _require_known(manifest: Manifest) -> None:
    ours = {".".join(step) for step in MigrationLoader(connection).disk_migrations or ()}
    if set(manifest.steps) - ours:
        raise Unstartable(
            f"the backup was made by version {manifest.version} of the desk, which is newer than this one: "
            "install that version, then restore"
        )


def _require_room(*, replace: bool) -> None:
    """Refuse to restore over what is there, unless that is wanted, and while others are at work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity "
            "where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
        if others:
            raise Unstartable("the desk is running: stop it, then restore")
        tables = {"people_vendor", "people_account"} & set(connection.introspection.table_names(cursor))
        full = False
        for table in sorted(tables):
            cursor.execute(f"select exists (select from {table})")  # noqa: S608  one of two names of ours
            full = full or cursor.fetchone()[0]
    if full and not replace:
        raise Unstartable("the desk is not empty: restore into a new one, or add --replace to lose what is in it")


def _bring_attachments(manifest: Manifest, tar: tarfile.TarFile) -> None:
    for name in manifest.files:
        if name.startswith(ATTACHMENTS):
            content = tar.extractfile(name)
            assert content
            attachments.put_back(content.read())


def _bring_key(manifest: Manifest, tar: tarfile.TarFile) -> None:
    if KEY not in manifest.files:
        return
    content, kept = tar.extractfile(KEY), settings.DATA / KEY
    assert content
    kept.touch(mode=0o600)
    with kept.open("wb") as key:
        shutil.copyfileobj(content, key)


def _prove(manifest: Manifest) -> None:
    wrong = [log.reference for log in Log.objects.order_by("reference").iterator() if logs.broken(log) is not None]
    if wrong:
        raise Unstartable(f"the chain of hashes is broken in {', '.join(wrong)}: the backup was made of altered data")
    if heads() != manifest.heads:
        raise Unstartable("the logs are not those that the backup was made of: take another backup")
