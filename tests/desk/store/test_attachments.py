"""Attachments are kept once, on disk or in storage that speaks S3, and leave harmless."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django.http import FileResponse
from localbucket import S3Handler
from pytest_django import Settings

from upheld_desk.errors import NotFound, Refused
from upheld_desk.store import attachments
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.models import Blob

pytestmark = pytest.mark.django_db

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of b"hello"


class Quiet(S3Handler):  # type: ignore[misc]  # the package has no types
    """Storage that says nothing on the screen."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library calls it so
        del format, args


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA, settings.ATTACHMENTS = tmp_path, ""
    return tmp_path / "attachments"


@pytest.fixture
def bucket(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A server that speaks S3, with a bucket in a folder."""
    (tmp_path / "desk").mkdir()
    Quiet.data_root = tmp_path
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.ATTACHMENTS = f"s3://key:s%2Fcret@127.0.0.1:{server.server_port}/desk/files?region=eu-1&tls=no"
        yield tmp_path / "desk"
        server.shutdown()


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest) -> Path:
    """Both kinds of storage, one after the other."""
    found: Path = request.getfixturevalue(request.param)
    return found


def files(place: Path) -> list[str]:
    return [path.name for path in place.rglob("*") if path.is_file()]


# --- Keeping ----------------------------------------------------------------------------------------------------------


def test_what_was_put_is_read_by_its_hash(shelf: Path) -> None:
    digest = attachments.put(b"hello")

    assert (digest, attachments.read(digest), files(shelf)) == (HELLO, b"hello", [HELLO])


def test_the_same_bytes_are_kept_once(shelf: Path) -> None:
    attachments.put(b"hello")
    attachments.put(BytesIO(b"hello"))

    assert list(attachments.every()) == [HELLO]
    assert files(shelf) == [HELLO]
    assert Blob.objects.get().size == 5


def test_nothing_is_kept_under_another_digest(shelf: Path) -> None:
    attachments.put(b"hello")

    assert shelf.exists()
    assert attachments.exists(HELLO)
    assert not attachments.exists("0" * 64)
    for digest in ("0" * 64, "../../secret-key", ""):
        with pytest.raises(NotFound):
            attachments.read(digest)


def test_what_lies_in_the_folder_is_never_written_over(folder: Path) -> None:
    attachments.put(b"hello")
    place = folder / HELLO[:2] / HELLO[2:4] / HELLO
    before = place.stat().st_ino
    attachments.put(b"hello")

    assert place.stat().st_ino == before


def test_a_file_that_is_too_large_is_refused(folder: Path, settings: Settings) -> None:
    settings.ATTACHMENT_LIMIT = 1024 * 1024

    with pytest.raises(Refused) as refused:
        attachments.take("dump.bin", "", BytesIO(b"x" * (1024 * 1024 + 1)))
    assert (refused.value.code, refused.value.fields) == ("attachment-size", {"most": 1})
    assert not folder.exists()


# --- Taking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["setup.exe", "SETUP.EXE", "photo.png.scr", "x.lnk", "photo\u202egpj.exe"])
def test_a_program_is_refused_by_its_name(folder: Path, name: str) -> None:
    with pytest.raises(Refused) as refused:
        attachments.take(name, "image/png", b"harmless?")
    assert refused.value.code == "attachment-program"
    assert not folder.exists()


@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03\x00\x00\x00", b"\x7fELF\x02\x01", b"\xcf\xfa\xed\xfe\x07"])
def test_a_program_is_refused_by_its_first_bytes(folder: Path, content: bytes) -> None:
    with pytest.raises(Refused):
        attachments.take("photo.png", "image/png", content)
    assert not folder.exists()


def test_a_text_that_begins_like_a_program_is_taken(folder: Path) -> None:
    taken = attachments.take("names.txt", "text/plain; charset=utf-8", b"MZ is short for Mainz")

    assert taken == Attachment("names.txt", "text/plain", taken.digest, 21)
    assert files(folder) == [taken.digest]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\anna\\log.txt", "log.txt"),
        ("../../etc/passwd", "passwd"),
        ("Übersicht “neu”.pdf", "Übersicht “neu”.pdf"),
        ("two\r\nlines.txt", "twolines.txt"),
        ('quote".txt', "quote.txt"),
        (".htaccess", "htaccess"),
        ("\u202egpj.txt", "gpj.txt"),
        ("", "attachment"),
        ("...", "attachment"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("a." + "b" * 300, ("a." + "b" * 300)[-120:]),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert attachments.safe_name(given) == kept


# --- Leaving ----------------------------------------------------------------------------------------------------------


def served(name: str, kind: str) -> FileResponse:
    return attachments.serve(Attachment(name, kind, attachments.put(b"hello"), 5))


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"])
def test_a_picture_or_a_text_is_shown(folder: Path, kind: str) -> None:
    response = served("photo", kind)

    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Type"].startswith(kind)
    assert files(folder) == [HELLO]
    response.close()


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/javascript", "application/xhtml+xml", "text/xml", "x/unknown"]
)
def test_what_a_browser_could_run_is_only_saved(folder: Path, kind: str) -> None:
    response = served("page.html", kind)

    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert files(folder) == [HELLO]
    response.close()


def test_everything_leaves_with_headers_that_allow_nothing(folder: Path) -> None:
    response = served("log.pdf", "application/pdf")

    assert "sandbox" in response["Content-Security-Policy"]
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")
    assert b"".join(response.streaming_content) == b"hello"  # type: ignore[arg-type]  # it is not asynchronous
    assert folder.exists()
    response.close()


def test_a_name_with_umlauts_leaves_as_the_standard_says(folder: Path) -> None:
    response = served("Übersicht.pdf", "application/pdf")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cbersicht.pdf"
    assert folder.exists()
    response.close()


def test_what_was_kept_once_is_put_back_whatever_the_limit_is_now(folder: Path, settings: Settings) -> None:
    settings.ATTACHMENT_LIMIT = 3
    assert not list(folder.rglob("*"))

    assert attachments.read(attachments.put_back(b"longer than three")) == b"longer than three"
