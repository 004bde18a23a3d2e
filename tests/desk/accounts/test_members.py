"""Members: made, changed, invited, let go; as many contacts as were agreed."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.desk import world as worlds
from tests.desk.world import MONDAY, PASSWORD, World, account, person
from upheld_desk.accounts import links, members, sessions, tokens
from upheld_desk.accounts.members import Details
from upheld_desk.errors import NotFound, Refused
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Account, Person

NEW = Details(name="Jörg Groß", email="J.Gross@papierwerk.example", phone="+49 89 1", languages=["de", "xx"])


def refused_code(world: World, by: Person, details: Details, role: str = "contact") -> str:
    with pytest.raises(Refused) as refused:
        members.make_person(by, world.papierwerk, details, role, MONDAY)
    return refused.value.code


# --- Making -----------------------------------------------------------------------------------------------------------


def test_a_new_person_gets_a_handle_of_their_name(world: World) -> None:
    made = members.make_person(world.adler, world.papierwerk, NEW, "contact", MONDAY)

    assert (made.handle, made.email, made.languages, made.account) == (
        "j.gross",
        "j.gross@papierwerk.example",
        ["de"],
        None,
    )


def test_a_handle_that_somebody_has_gets_a_number(world: World) -> None:
    made = members.make_person(world.lead, world.lernraum, Details(name="Lars Huber"), "customer-lead", MONDAY)

    assert made.handle == "l.huber2"


def test_a_handle_can_be_chosen_as_the_agreement_has_it(world: World) -> None:
    made = members.make_person(
        world.lead, world.lernraum, Details(name="Anna Wolf"), "contact", MONDAY, handle="a.wolf"
    )

    assert made.handle == "a.wolf"
    with pytest.raises(Refused):
        members.make_person(world.lead, world.lernraum, NEW, "customer-lead", MONDAY, handle="m.schulz")


def test_the_lead_of_a_customer_looks_after_their_own_people_only(world: World) -> None:
    with pytest.raises(NotFound):
        members.make_person(world.adler, world.lernraum, NEW, "contact", MONDAY)
    with pytest.raises(NotFound):
        members.make_person(world.adler, None, NEW, "staff", MONDAY)
    with pytest.raises(NotFound):
        members.deactivate(world.adler, world.richter, MONDAY)


def test_a_contact_makes_nobody(world: World) -> None:
    assert refused_code(world, world.huber, NEW) == "not-yours"


def test_staff_of_another_vendor_know_nothing_of_a_customer(world: World) -> None:
    other = person(world.startrac, "boss", "Boss", "admin")

    with pytest.raises(NotFound):
        members.make_person(other, world.papierwerk, NEW, "contact", MONDAY)


def test_an_administrator_makes_staff(world: World) -> None:
    made = members.make_person(world.admin, None, Details(name="Eva Lang"), "lead", MONDAY)

    assert (made.vendor, made.customer, made.role) == (world.comarch, None, "lead")


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (Details(name=" "), "name-missing"),
        (Details(name="A", email="nowhere"), "email-wrong"),
        (Details(name="A", email="T.Wimmer@papierwerk-isar.example"), "email-taken"),
    ],
)
def test_what_is_known_of_a_person_is_checked(world: World, details: Details, code: str) -> None:
    assert refused_code(world, world.adler, details) == code


def test_a_role_is_of_one_side(world: World) -> None:
    assert refused_code(world, world.adler, NEW, role="admin") == "role-of-other-side"


def test_a_new_customer_gets_a_short_name(world: World) -> None:
    made = members.make_customer(world.manager, "Bäckerei Süß & Söhne", "de", "at")
    also = members.make_customer(world.manager, "Bäckerei Süß & Söhne")

    assert (made.slug, made.country, also.slug) == ("baeckerei-suess-soehne", "AT", "baeckerei-suess-soehne2")
    with pytest.raises(Refused):
        members.make_customer(world.adler, "Another")


# --- Named contacts ---------------------------------------------------------------------------------------------------


def test_one_contact_more_than_agreed_is_refused_with_the_clause(world: World) -> None:
    with pytest.raises(Refused) as refused:
        members.make_person(world.lead, world.lernraum, NEW, "contact", MONDAY)

    assert refused.value.code == "too-many-contacts"
    assert refused.value.fields == {"most": 1, "clause": "§ S1-27"}
    assert "§ S1-27" in refused.value.sentence


def test_a_deputy_whom_the_agreement_names_does_not_count(world: World) -> None:
    members.make_person(world.lead, world.lernraum, NEW, "contact", MONDAY, handle="a.wolf")

    assert [person.handle for person in members.contacts(world.lernraum, MONDAY).people] == ["f.richter"]


def test_who_is_no_contact_does_not_count(world: World) -> None:
    made = members.make_person(world.lead, world.lernraum, NEW, "customer-lead", MONDAY)

    with pytest.raises(Refused):
        members.set_role(world.lead, made, "contact", MONDAY)


def test_there_is_room_again_when_a_contact_leaves(world: World) -> None:
    members.deactivate(world.lead, world.richter, MONDAY)
    members.make_person(world.lead, world.lernraum, NEW, "contact", MONDAY)

    with pytest.raises(Refused):
        members.activate(world.lead, world.richter, MONDAY)


def test_whom_the_agreement_names_counts_whatever_their_role(world: World) -> None:
    found = members.contacts(world.papierwerk, MONDAY)

    assert {person.handle for person in found.people} == {"l.huber", "t.wimmer", "p.adler"}
    assert (found.most, found.clause) == (5, "§ S1-29")


def test_without_a_number_agreed_there_is_none(world: World) -> None:
    assert members.contacts(world.chemiepark, MONDAY).most is None


# --- Changing and letting go ------------------------------------------------------------------------------------------


def test_another_address_takes_the_account_away(world: World) -> None:
    account(world.huber)
    changed = members.change(world.adler, world.huber, Details(name="Lena Huber-Maier", email="l@new.example"), MONDAY)

    assert (changed.name, changed.email, changed.account) == ("Lena Huber-Maier", "l@new.example", None)


def test_another_address_ends_the_tokens(world: World) -> None:
    account(world.wimmer)
    _token, secret = tokens.make(world.wimmer, "export", ["cases:read"], MONDAY)
    members.change(world.adler, world.wimmer, Details(name="Toni Wimmer", email="new@papierwerk-isar.example"), MONDAY)

    assert tokens.who(secret, MONDAY) is None


def test_the_address_before_is_told_who_changed_it(world: World) -> None:
    before = world.adler.email
    members.change(world.manager, world.adler, Details(name="Petra Adler", email="k@elsewhere.example"), MONDAY)

    told = Outgoing.objects.get(to=before).text

    assert "k@elsewhere.example" in told


def test_a_customer_is_not_told_who_of_another_one_has_an_address(world: World) -> None:
    taken = Details(name="Falk", email=world.richter.email)

    assert refused_code(world, world.adler, taken) == "email-unfit"
    assert refused_code(world, world.lead, taken) == "email-taken"


def test_nobody_looks_after_people_of_another_vendor(world: World) -> None:
    world.startrac.customers.filter(pk=world.chemiepark.pk).update(slug=world.papierwerk.slug)
    world.gate.refresh_from_db()

    with pytest.raises(NotFound):
        members.deactivate(world.admin, world.weber, MONDAY)
    with pytest.raises(NotFound):
        members.deactivate(world.adler, world.gate, MONDAY)


def test_the_same_address_keeps_the_account(world: World) -> None:
    mine = account(world.huber)
    members.change(world.adler, world.huber, Details(name="Lena Maier", email=world.huber.email), MONDAY)
    world.huber.refresh_from_db()

    assert (world.huber.account, world.huber.name) == (mine, "Lena Maier")


def test_who_is_let_go_is_signed_out_everywhere_at_once(world: World, client: Client) -> None:
    client.force_login(account(world.huber))
    client.get("/account/")  # a request of this session, seen
    key = client.session.session_key or ""
    _token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)
    link = links.make(account(world.huber), MONDAY).rpartition("/")[2]
    assert sessions.signed_in(key) == world.huber

    members.deactivate(world.adler, world.huber, MONDAY)

    assert sessions.signed_in(key) is None
    assert tokens.who(secret, MONDAY) is None
    assert not client.login(email=world.huber.email, password=PASSWORD)
    with pytest.raises(NotFound):
        links.look(link, MONDAY)


def test_who_is_somebody_elsewhere_can_still_sign_in_there(world: World, client: Client) -> None:
    elsewhere = person(world.startrac, "l.huber", "Lena Huber", "staff")
    elsewhere.account = account(world.huber)
    elsewhere.save()
    members.deactivate(world.adler, world.huber, MONDAY)

    client.force_login(account(elsewhere))

    assert sessions.signed_in(client.session.session_key or "") == elsewhere


def test_nobody_ends_their_own_access(world: World) -> None:
    with pytest.raises(Refused) as refused:
        members.deactivate(world.adler, world.adler, MONDAY)
    assert refused.value.code == "own-access"


def test_the_last_administrator_stays_one(world: World) -> None:
    with pytest.raises(Refused) as refused:
        members.set_role(world.admin, world.admin, "staff", MONDAY)
    assert refused.value.code == "last-admin"


# --- Inviting ---------------------------------------------------------------------------------------------------------


def test_an_invitation_is_a_mail_with_a_link_in_the_readers_language(world: World) -> None:
    members.invite(world.adler, world.huber, MONDAY)
    letter = Outgoing.objects.get()
    found = re.search(rf"{re.escape(settings.ADDRESS)}/account/link/(\S+)", letter.text)

    assert (letter.to, letter.name, letter.vendor) == (world.huber.email, "Lena Huber", world.comarch)
    assert letter.subject == "Ihr Zugang zum Support von Comarch"
    assert found
    assert links.use(found[1], MONDAY) == Account.objects.get(email=world.huber.email)


def test_the_lead_of_another_customer_invites_nobody(world: World) -> None:
    with pytest.raises(NotFound):
        members.invite(world.brandt, world.huber, MONDAY)


def test_who_has_an_account_at_another_vendor_keeps_it(world: World) -> None:
    mine = account(world.huber)
    elsewhere = person(world.startrac, "l.huber", "Lena Huber", "staff")
    elsewhere.email = world.huber.email
    elsewhere.save()
    members.invite(person(world.startrac, "boss", "Boss", "admin"), elsewhere, MONDAY)

    assert elsewhere.account == mine


def test_without_an_address_nobody_can_be_invited(world: World) -> None:
    world.huber.email = ""

    with pytest.raises(Refused) as refused:
        members.invite(world.adler, world.huber, MONDAY)
    assert refused.value.code == "email-missing"


# --- Two at once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_the_last_contact_at_once_one_is_refused() -> None:
    world = worlds.world()
    world.richter.delete()  # now one may be named
    begin = Barrier(2)

    def name_one(name: str) -> str:
        try:
            begin.wait()
            return members.make_person(world.lead, world.lernraum, Details(name=name), "contact", MONDAY).handle
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        found = set(threads.map(name_one, ["Ada Eins", "Bea Eins"]))

    assert "too-many-contacts" in found
    assert len(found) == 2
