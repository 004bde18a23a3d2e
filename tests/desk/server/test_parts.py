import logging
import threading

import pytest

from upheld_desk.server import parts
from upheld_desk.server.parts import Part, running


def test_a_part_that_fails_is_started_again(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(parts, "SHORTEST", 0.01)
    again = threading.Event()
    tries: list[int] = []

    def fail_once(stop: threading.Event) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ConnectionError("the server went away")
        again.set()
        stop.wait()

    with caplog.at_level(logging.ERROR), running([Part("outbox", fail_once)]):
        assert again.wait(5)
    assert caplog.messages == ["outbox failed, again in 0 s: ConnectionError: the server went away"]


@pytest.mark.parametrize(
    ("pause", "lasted", "then"), [(0.0, 0.1, 1.0), (1.0, 0.1, 2.0), (40.0, 0.1, 60.0), (60.0, 61.0, 1.0)]
)
def test_a_part_is_tried_ever_later_until_it_was_well_for_long(pause: float, lasted: float, then: float) -> None:
    assert parts.longer(pause, lasted) == then


def test_a_part_that_fails_does_not_disturb_the_others() -> None:
    done = threading.Event()

    def fail(_: threading.Event) -> None:
        raise RuntimeError("again and again")

    def work(stop: threading.Event) -> None:
        done.set()
        stop.wait()

    with running([Part("imap", fail), Part("timers", work)]):
        assert done.wait(5)


def test_parts_are_finished_when_the_block_is_left() -> None:
    finished: list[str] = []

    def work(stop: threading.Event) -> None:
        stop.wait()
        finished.append("tidied up")

    with running([Part("timers", work)]):
        pass

    assert finished == ["tidied up"]
