import uuid

from tests.desk.server.conftest import World, cookies_of
from tests.desk.server.process import Process
from upheld_desk.access import Scope
from upheld_desk.server.presence import LASTS, Presence
from upheld_desk.server.watchers import Watcher

CASE = uuid.UUID(int=7)
HERE = {"case": str(CASE), "stream": "s1", "person": 1, "name": "Mara", "staff": True, "here": True}
NILS = Watcher(session="", person=2, name="Nils", is_staff=True, scope=Scope(1, None, None), case=CASE)


def test_two_of_one_side_see_that_the_other_has_the_case_open(desk: Process, world: World) -> None:
    wanted = f"case/{world.case.pk}"
    with desk.stream(wanted, cookies_of(world.mara)) as hers:
        assert hers.next("presence")[1] == {"people": []}
        with desk.stream(wanted, cookies_of(world.nils)) as his:
            assert his.next("presence")[1] == {"people": ["Mara"]}
            assert hers.next("presence")[1] == {"people": ["Nils"]}

        assert hers.next("presence")[1] == {"people": []}


def test_staff_and_customer_do_not_see_each_other(desk: Process, world: World) -> None:
    wanted = f"case/{world.case.pk}"
    with desk.stream(wanted, cookies_of(world.mara)) as hers, desk.stream(wanted, cookies_of(world.carla)) as other:
        assert other.next("presence")[1] == {"people": []}
        assert hers.next("presence")[1] == {"people": []}


def test_who_says_nothing_for_a_while_is_gone() -> None:
    presence = Presence()
    presence.hear(HERE, now=0)

    assert presence.others(NILS) == ["Mara"]
    assert presence.forget(LASTS + 1) == {CASE}
    assert presence.others(NILS) == []


def test_who_says_again_that_they_are_there_stays() -> None:
    presence = Presence()
    presence.hear(HERE, now=0)

    assert presence.hear(HERE, now=LASTS) is None
    assert presence.forget(LASTS + 1) == set()


def test_who_has_two_windows_open_is_there_until_both_are_closed() -> None:
    presence = Presence()
    presence.hear(HERE, now=0)
    presence.hear({**HERE, "stream": "s2"}, now=0)
    presence.hear({**HERE, "here": False}, now=1)

    assert presence.others(NILS) == ["Mara"]
