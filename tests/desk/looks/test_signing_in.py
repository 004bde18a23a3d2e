import pytest
from django.http import HttpResponse
from django.test import Client

from upheld_desk.people.models import Account, Person, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.desk.looks.gallery")]
WORD = "a long word of my own"


@pytest.fixture
def maria() -> Account:
    """Staff of a vendor, who reads German."""
    account = Account.objects.create_user("maria@example.org", WORD, language="de")
    vendor = Vendor.objects.create(slug="acme", name="Acme", prefix="A", mail_address="help@acme.example")
    Person.objects.create(vendor=vendor, account=account, handle="maria", name="Maria Berg", role="staff")
    return account


def text(response: object) -> str:
    """The page, which must be in our frame."""
    assert isinstance(response, HttpResponse)
    page = response.content.decode()
    assert 'class="skip-link"' in page
    return page


def test_a_wrong_password_is_said_beside_the_form(client: Client, maria: Account) -> None:
    sent = {"login": maria.email, "password": "another"}

    page = text(client.post("/account/login/", sent, headers={"Accept-Language": "de"}))

    assert 'role="alert"' in page
    assert "Die E-Mail-Adresse oder das Passwort stimmt nicht." in page


def test_signing_in_by_a_code_asks_for_the_code_that_was_mailed(client: Client, maria: Account) -> None:
    page = text(
        client.post("/account/login/code/", {"email": maria.email}, follow=True, headers={"Accept-Language": "sv"})
    )

    assert "Om det finns ett konto för maria@example.org är en kod på väg dit." in page


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/account/password/change/", "Passwort ändern"),
        ("/account/sessions/", "Wo ich angemeldet bin"),
        ("/account/logout/", "Abmelden?"),
    ],
)
def test_the_pages_of_an_account_are_in_the_language_of_their_reader(
    client: Client, maria: Account, path: str, heading: str
) -> None:
    client.force_login(maria, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert f">{heading}</h1>" in text(client.get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/1-abc/",
        "/account/password/reset/key/done/",
        "/account/inactive/",
        "/account/signup/",
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_a_page_before_signing_in_is_in_our_frame(client: Client, path: str, language: str) -> None:
    page = text(client.get(path, headers={"Accept-Language": language}))

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


def test_a_link_that_was_used_says_so_and_how_to_get_another(client: Client) -> None:
    page = text(client.get("/account/password/reset/key/1-abc/", headers={"Accept-Language": "de"}))

    assert "Dieser Link wurde schon benutzt oder ist zu alt." in page
    assert 'href="/account/password/reset/"' in page
