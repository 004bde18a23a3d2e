"""What has run out is thrown away, and nothing else."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from tests.desk import world as worlds
from tests.desk.world import MONDAY
from upheld_desk import clock
from upheld_desk.accounts import links
from upheld_desk.intake.models import Submission
from upheld_desk.people.models import Link
from upheld_desk.timers import sweeping

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def session(age: timedelta) -> str:
    """Return the key of a session that ends so long after Monday, of somebody."""
    store = SessionStore()
    store.create()
    assert store.session_key
    Session.objects.filter(pk=store.session_key).update(expire_date=MONDAY + age)
    return store.session_key


def test_sessions_that_are_over_go_with_what_was_known_of_them() -> None:
    account = worlds.account(worlds.world().huber)
    keys = [session(age) for age in (-HOUR, HOUR)]
    for key in keys:
        UserSession.objects.create(user=account, session_key=key, ip="127.0.0.1", user_agent="")

    sweeping.sweep(MONDAY)

    assert list(Session.objects.values_list("pk", flat=True)) == keys[1:]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == keys[1:]


def test_links_that_were_used_or_are_too_old_go() -> None:
    account = worlds.account(worlds.world().huber)
    used, _old, good = (links.make(account, MONDAY - HOUR, lifetime) for lifetime in (2 * HOUR, HOUR / 2, 2 * HOUR))
    links.use(used.rstrip("/").rpartition("/")[2], MONDAY - HOUR / 4)

    sweeping.sweep(MONDAY)

    assert Link.objects.count() == 1
    assert links.look(good.rstrip("/").rpartition("/")[2], MONDAY) == account


def test_counts_and_keys_that_have_run_out_go() -> None:
    world = worlds.world()
    log = worlds.report(world.huber)
    for key, at in (("old", MONDAY - timedelta(days=2)), ("new", MONDAY)):
        Submission.objects.create(person=world.huber, key=key, digest="", log=log, at=at)
        cache.set(key, 1, timeout=1000)
    with connection.cursor() as cursor:
        cursor.execute("update desk_cache set expires = %s where cache_key like %s", [MONDAY, "%old"])
        cursor.execute("update desk_cache set expires = %s where cache_key like %s", [MONDAY + HOUR, "%new"])

    sweeping.sweep(MONDAY)

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from desk_cache where cache_key like '%old' or cache_key like '%new'")
        assert cursor.fetchone() == (1,)
    assert [each.key for each in Submission.objects.all()] == ["new"]


class ADay(Event):
    """A day that somebody ends when it has been waited for once."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return timeout == sweeping.EVERY.total_seconds()


@pytest.mark.django_db(transaction=True)
def test_it_sweeps_and_waits_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    session(-HOUR)
    running = Thread(target=sweeping.run, args=(ADay(),))
    running.start()
    running.join(10)

    assert (running.is_alive(), Session.objects.count()) == (False, 0)
