"""Signing in by password, code and link; who is somebody is sent on, who is nobody is not."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from tests.desk.world import PASSWORD, World, account, person
from upheld_desk import clock
from upheld_desk.accounts import links, sessions
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Account, Person


def signed_in(client: Client) -> Person | None:
    return sessions.signed_in(client.session.session_key or "")


def by_password(client: Client, who: Account, password: str = PASSWORD) -> int:
    return client.post("/account/login/", {"login": who.email, "password": password}).status_code


# --- By password ------------------------------------------------------------------------------------------------------


def test_a_password_signs_in(world: World, client: Client) -> None:
    assert by_password(client, account(world.huber)) == 302
    assert signed_in(client) == world.huber


def test_a_wrong_password_does_not(world: World, client: Client) -> None:
    assert by_password(client, account(world.huber), "something else") == 200
    assert signed_in(client) is None


def test_who_tries_too_often_has_to_wait(world: World, client: Client) -> None:
    mine = account(world.huber)
    for _ in range(5):
        by_password(client, mine, "something else")
    by_password(client, mine)

    assert signed_in(client) is None


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    client.post(
        "/account/signup/",
        {"email": "stranger@example.org", "password1": "long enough 1", "password2": "long enough 1"},
    )

    assert not Account.objects.exists()


def test_nobody_changes_their_own_address(world: World, client: Client) -> None:
    client.force_login(account(world.huber))

    assert client.get("/account/email/").status_code == 404


# --- By code ----------------------------------------------------------------------------------------------------------


def test_a_code_in_a_mail_signs_in(world: World, client: Client) -> None:
    who = account(world.huber)
    who.language = "de"
    who.save()
    client.post("/account/login/code/", {"email": who.email})
    letter = Outgoing.objects.get()
    code = re.search(r"^[A-Z0-9-]{6,}$", letter.text, re.MULTILINE)
    assert code
    client.post("/account/login/code/confirm/", {"code": code[0]})

    assert (letter.to, letter.subject, letter.vendor) == (who.email, f"Ihr Code: {code[0]}", world.comarch)
    assert signed_in(client) == world.huber


def test_a_stranger_who_asks_for_a_code_gets_no_mail_and_no_other_answer(world: World, client: Client) -> None:
    known = client.post("/account/login/code/", {"email": account(world.huber).email})
    unknown = Client().post("/account/login/code/", {"email": "stranger@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Outgoing.objects.count() == 1


def test_a_forgotten_password_can_be_set_anew(world: World, client: Client) -> None:
    client.post("/account/password/reset/", {"email": account(world.huber).email})
    found = re.search(r"https?://\S+(/account/password/reset/key/\S+/)", Outgoing.objects.get().text)
    assert found
    form = client.get(found[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "a new long one", "password2": "a new long one"})

    assert by_password(Client(), account(world.huber), "a new long one") == 302
    assert Outgoing.objects.filter(kind="password-changed", to=account(world.huber).email).exists()


def test_a_way_to_a_new_password_leads_to_the_desk_whatever_host_was_asked_for(world: World, client: Client) -> None:
    client.post("/account/password/reset/", {"email": account(world.huber).email}, headers={"host": "localhost:666"})

    text = Outgoing.objects.get().text
    assert (f"{settings.ADDRESS}/account/password/reset/key/" in text, "666" in text) == (True, False)


# --- By link ----------------------------------------------------------------------------------------------------------


def test_opening_a_link_asks_and_pressing_the_button_signs_in(world: World, client: Client) -> None:
    path = links.make(account(world.huber), clock.now(), timedelta(hours=1))

    page = client.get(path)
    assert signed_in(client) is None
    assert world.huber.email in page.content.decode()

    client.post(path)
    assert signed_in(client) == world.huber


def test_a_link_that_was_used_says_so(world: World, client: Client) -> None:
    path = links.make(account(world.huber), clock.now(), timedelta(hours=1))
    client.post(path)

    other = Client()
    assert other.get(path).status_code == 404
    assert other.post(path).status_code == 404
    assert signed_in(other) is None


# --- Who one is -------------------------------------------------------------------------------------------------------


def test_people_are_sent_to_where_they_work(world: World, client: Client) -> None:
    assert client.get("/")["Location"] == "/account/login/"
    client.force_login(account(world.huber))
    assert client.get("/")["Location"] == "/portal/"
    client.force_login(account(world.staff))
    assert client.get("/")["Location"] == "/staff/"


def test_who_is_nobody_any_more_is_signed_out(world: World, client: Client) -> None:
    client.force_login(account(world.huber))
    world.huber.active = False
    world.huber.save()

    assert client.get("/")["Location"] == "/account/login/"
    assert client.get("/account/", follow=False).status_code == 302


def test_an_account_can_be_several_people_one_at_a_time(world: World, client: Client) -> None:
    other = person(world.startrac, "l.huber", "Lena Huber", "staff")
    other.account = account(world.huber)
    other.save()
    client.force_login(account(world.huber))
    client.get("/account/")

    assert signed_in(client) == world.huber
    client.post(f"/account/person/{other.pk}")
    assert signed_in(client) == other


def test_nobody_becomes_somebody_else(world: World, client: Client) -> None:
    client.force_login(account(world.huber))

    assert client.post(f"/account/person/{world.wimmer.pk}").status_code == 404
    assert client.post(f"/account/person/{world.weber.pk}").status_code == 404
    assert signed_in(client) == world.huber


# --- Sessions ---------------------------------------------------------------------------------------------------------


def test_other_sessions_can_be_ended(world: World, client: Client) -> None:
    elsewhere = Client()
    by_password(elsewhere, account(world.huber))
    by_password(client, account(world.huber))
    assert UserSession.objects.count() == 2

    client.post("/account/sessions/")

    assert signed_in(elsewhere) is None
    assert signed_in(client) == world.huber


# --- One's account ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_of_an_account_needs_a_sign_in(client: Client) -> None:
    assert client.get("/account/")["Location"] == "/account/login/?next=/account/"


@pytest.mark.django_db
def test_a_part_of_a_page_says_that_one_is_signed_out_and_never_becomes_the_page_for_signing_in(client: Client) -> None:
    answer = client.get("/portal/", headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert "You are signed out." in answer.content.decode()


@pytest.mark.parametrize(
    ("sent_to", "above"),
    [
        ("/portal/cases/CCI-1001/reply", "/portal/cases/CCI-1001"),
        ("/staff/cases/CCI-1001/acts/reply", "/staff/cases/CCI-1001/"),
    ],
)
def test_who_opens_the_address_of_a_form_is_led_to_the_page_above_it(client: Client, sent_to: str, above: str) -> None:
    assert client.get(sent_to, headers={"accept": "text/html"}).headers["Location"] == above


def test_a_zone_is_kept(world: World, client: Client) -> None:
    client.force_login(account(world.huber))
    client.post("/account/preferences", {"zone": "Europe/Stockholm"})

    assert Person.objects.get(pk=world.huber.pk).zone == "Europe/Stockholm"


def test_a_zone_that_there_is_not_is_refused(world: World, client: Client) -> None:
    client.force_login(account(world.huber))

    assert client.post("/account/preferences", {"zone": "Mars/Base"}).status_code == 422
    assert Person.objects.get(pk=world.huber.pk).zone == "Europe/Berlin"


def test_a_token_is_shown_once(world: World, client: Client) -> None:
    client.force_login(account(world.huber))
    page = client.post("/account/tokens", {"name": "export", "scopes": ["cases:read"], "days": "30"})
    shown = re.search(r"uph_[\w-]{40,}", page.content.decode())

    assert shown
    assert shown[0] not in client.get("/account/").content.decode()


def test_a_token_can_be_ended_on_the_page_by_its_owner_only(world: World, client: Client) -> None:
    client.force_login(account(world.huber))
    client.post("/account/tokens", {"name": "export", "scopes": ["cases:read"], "days": ""})
    token = world.huber.tokens.get()

    stranger = Client()
    stranger.force_login(account(world.wimmer))
    assert stranger.post(f"/account/tokens/{token.pk}/end").status_code == 404
    client.post(f"/account/tokens/{token.pk}/end")
    assert world.huber.tokens.get().ended


def test_a_token_without_a_scope_is_not_made(world: World, client: Client) -> None:
    client.force_login(account(world.huber))

    assert client.post("/account/tokens", {"name": "export", "days": "30"}).status_code == 422
    assert not world.huber.tokens.exists()


# --- Around every request ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/account/login/", "/account/", "/nowhere"])
def test_every_page_says_what_it_may_load_and_who_may_keep_it(world: World, client: Client, path: str) -> None:
    client.force_login(account(world.huber))
    headers = client.get(path).headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "private" in headers["Cache-Control"]


def test_a_form_from_elsewhere_is_refused(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account(world.huber))

    assert strict.post("/account/preferences", {"zone": "Europe/Stockholm"}).status_code == 403


def test_the_readers_language_comes_before_the_browsers(world: World, client: Client) -> None:
    client.force_login(account(world.huber))
    asked = {"Accept-Language": "sv"}

    assert client.get("/account/", headers=asked)["Content-Language"] == "de"  # that of the firm
    account(world.huber).language = "en"
    account(world.huber).save()
    assert client.get("/account/", headers=asked)["Content-Language"] == "en"
    assert Client().get("/account/login/", headers=asked)["Content-Language"] == "sv"
