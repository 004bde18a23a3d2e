from contextlib import ExitStack

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tests.desk.server.conftest import MONDAY, World, cookies_of
from tests.desk.server.process import Process
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.server.streams import MOST_OF_ONE
from upheld_desk.store import logs
from upheld_desk.store.models import Log


def note(log: Log) -> None:
    logs.append(log, [Fact.own("noted", MONDAY, "mara", text="Looked at it.")], after=logs.load(log.pk))


def test_a_page_is_served(desk: Process, world: World) -> None:
    del world

    assert desk.get("/account/login/") == 200


def test_staff_hear_of_a_new_fact_at_once(desk: Process, world: World) -> None:
    with desk.stream("cases", cookies_of(world.mara)) as stream:
        note(world.case)

        assert stream.next("case") == ("case", {"log": str(world.case.pk), "number": 1})


def test_the_row_of_a_list_hears_of_its_own_case_by_name(desk: Process, world: World) -> None:
    with desk.stream("cases", cookies_of(world.mara)) as stream:
        note(world.case)

        assert stream.next(f"case-{world.case.pk}")[1]["number"] == 1


def test_the_page_of_a_case_hears_of_it_by_its_reference_too(desk: Process, world: World) -> None:
    with desk.stream("case/NL-1", cookies_of(world.carla)) as stream:
        note(world.case)

        assert stream.next("case")[1] == {"log": str(world.case.pk), "number": 1}


@pytest.mark.parametrize("who", ["otto", "emil", "dirk"])  # of another vendor; another customer; a colleague
def test_the_case_of_others_is_not_there(desk: Process, world: World, who: str) -> None:
    with desk.stream(f"case/{world.case.pk}", cookies_of(getattr(world, who))) as stream:
        assert stream.status == 404


def test_for_who_has_not_signed_in_there_is_no_stream(desk: Process, world: World) -> None:
    del world

    with desk.stream("cases", {"upheld_session": "guessed"}) as stream:
        assert stream.status == 404


def test_nobody_holds_all_streams(desk: Process, world: World) -> None:
    with ExitStack() as opened:
        for _ in range(MOST_OF_ONE):
            opened.enter_context(desk.stream("cases", cookies_of(world.mara)))
        one_more = opened.enter_context(desk.stream("cases", cookies_of(world.mara)))
        somebody_else = opened.enter_context(desk.stream("cases", cookies_of(world.carla)))

        assert (one_more.status, somebody_else.status) == (429, 200)


@pytest.mark.parametrize("who", ["otto", "emil", "dirk"])
def test_the_news_of_others_are_not_heard(desk: Process, world: World, who: str) -> None:
    person: Person = getattr(world, who)
    with desk.stream("cases", cookies_of(person)) as stream:
        note(world.case)
        _touch(person)  # closes the stream, in the order of the announcements

        assert stream.next() == ("", None)


def test_a_reader_who_was_cut_off_is_told_to_fetch_all_again(desk: Process, world: World) -> None:
    back = {"Last-Event-ID": "1"}
    with desk.stream("cases", cookies_of(world.mara), **back) as stream:
        assert stream.next() == ("case", {"log": None, "number": 0})


def test_readers_are_told_to_fetch_all_again_when_the_database_was_away(desk: Process, world: World) -> None:
    with desk.stream("cases", cookies_of(world.mara)) as stream:
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'upheld desk, live'"
            )

        assert stream.next() == ("case", {"log": None, "number": 0})


def test_a_stream_ends_when_its_reader_signs_out(desk: Process, world: World) -> None:
    cookies = cookies_of(world.mara)
    with desk.stream("cases", cookies) as stream:
        assert desk.post("/account/logout/", cookies) in (200, 302)

        assert stream.next() == ("", None)


def test_a_stream_ends_when_its_session_is_ended_from_elsewhere(desk: Process, world: World) -> None:
    cookies = cookies_of(world.mara)
    with desk.stream("cases", cookies) as stream:
        SessionStore(cookies["upheld_session"]).delete()

        assert stream.next() == ("", None)


def test_a_stream_ends_when_its_reader_is_deactivated(desk: Process, world: World) -> None:
    with desk.stream("cases", cookies_of(world.mara)) as stream:
        _touch(world.mara)

        assert stream.next() == ("", None)


def _touch(person: Person) -> None:
    person.active = False
    person.save()
