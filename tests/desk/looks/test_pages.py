from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from upheld_desk.looks import views
from upheld_desk.people.models import Account

pytestmark = pytest.mark.urls("tests.desk.looks.gallery")


def said(client: Client, address: str, language: str) -> tuple[int, str]:
    """The state and the text of a page in a language."""
    client.raise_request_exception = False
    response = client.get(address, headers={"Accept-Language": language})
    return response.status_code, unescape(response.content.decode())


@pytest.mark.parametrize(
    ("language", "heading", "way"),
    [
        ("en", "There is nothing here", "To the start"),
        ("de", "Hier ist nichts", "Zum Anfang"),
        ("sv", "Här finns inget", "Till början"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_reader(
    client: Client, language: str, heading: str, way: str
) -> None:
    status, page = said(client, "/wrong/missing", language)

    assert (status, heading in page, way in page, f'<html lang="{language}"' in page) == (404, True, True, True)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Something went wrong on our side"),
        ("de", "Bei uns ist etwas schiefgegangen"),
        ("sv", "Något gick fel hos oss"),
    ],
)
def test_a_fault_of_ours_is_said_in_the_language_of_the_reader(client: Client, language: str, heading: str) -> None:
    status, page = said(client, "/wrong/fault", language)

    assert (status, heading in page) == (500, True)


def test_a_refusal_is_a_page_with_its_sentence(client: Client) -> None:
    status, page = said(client, "/wrong/refused", "en")

    assert (status, "The case is closed; reopen it first." in page, "<html" in page) == (409, True, True)


def test_a_refusal_inside_a_page_is_its_sentence_alone(client: Client) -> None:
    response = client.get("/wrong/refused", headers={"HX-Request": "true"})

    assert b"data-refusal>The case is closed; reopen it first.<" in response.content
    assert b"<html" not in response.content


@pytest.mark.parametrize(("view", "status"), [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404)])
def test_every_error_has_its_page(rf: RequestFactory, view: views.Wrong, status: int) -> None:
    response = view(rf.get("/"), Exception())

    assert (response.status_code, b'class="btn btn-primary btn-wide" href="/"' in response.content) == (status, True)


def test_a_form_that_was_open_for_too_long_says_so(rf: RequestFactory) -> None:
    with translation.override("sv"):
        response = views.stale_form(rf.post("/"))

    assert "Den här sidan var öppen för länge" in response.content.decode()


def test_a_database_that_does_not_answer_is_expected_back(rf: RequestFactory) -> None:
    try:
        raise OperationalError  # noqa: TRY301  what the handler of a fault looks at
    except OperationalError:
        response = views.server_error(rf.get("/"))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_a_page_runs_nothing_but_our_own_files(client: Client) -> None:
    policy = client.get("/gallery/staff").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


def test_the_language_is_chosen_without_signing_in(client: Client) -> None:
    response = client.post("/looks/language", {"language": "sv", "next": "/gallery/public"})

    assert response.headers["Location"] == "/gallery/public"
    assert b'<html lang="sv"' in client.get("/gallery/public", headers={"Accept-Language": "de"}).content


def test_a_language_that_there_is_not_changes_nothing(client: Client) -> None:
    client.post("/looks/language", {"language": "fr"})

    assert client.cookies == {}


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_choice_never_leads_elsewhere(client: Client, wanted: str) -> None:
    response = client.post("/looks/theme", {"theme": "dark", "next": wanted})

    assert response.headers["Location"] == "/"


def test_the_theme_is_chosen_without_signing_in(client: Client) -> None:
    client.post("/looks/theme", {"theme": "dark"})

    assert b'data-theme="dark" data-bs-theme="dark"' in client.get("/gallery/public").content


def test_a_theme_that_follows_the_device_is_set_by_the_device(client: Client) -> None:
    assert b'data-theme="auto">' in client.get("/gallery/public").content


@pytest.mark.django_db
def test_language_and_theme_are_kept_with_the_account(client: Client) -> None:
    account = Account.objects.create_user("maria@example.org")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")

    client.post("/looks/language", {"language": "de"})
    client.post("/looks/theme", {"theme": "dark"})

    account.refresh_from_db()
    assert (account.language, account.theme) == ("de", "dark")


def test_the_colour_of_a_vendor_is_kept_by_the_browser(client: Client) -> None:
    response = client.get("/looks/colour/e4572e.css")

    assert (response.headers["Content-Type"], "immutable" in response.headers["Cache-Control"]) == (
        "text/css; charset=utf-8",
        True,
    )


def test_what_is_no_colour_is_not_found(client: Client) -> None:
    assert client.get("/looks/colour/red.css").status_code == 404


@pytest.mark.urls("upheld_desk.urls")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/portal/cases/?status=all", "/portal/cases?status=all"),
        ("/staff/cases?status=all", "/staff/cases/?status=all"),
    ],
)
def test_an_address_leads_to_its_page_with_a_slash_at_its_end_and_without(
    client: Client, typed: str, leads_to: str
) -> None:
    answer = client.get(typed)

    assert (answer.status_code // 100, answer.headers["Location"]) == (3, leads_to)


@pytest.mark.urls("upheld_desk.urls")
@pytest.mark.django_db
def test_what_is_no_address_with_or_without_a_slash_is_not_there(client: Client) -> None:
    assert [client.get(address).status_code for address in ("/nothing/here/", "/portal/nothing")] == [404, 404]
