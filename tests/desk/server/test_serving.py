import signal
import socket
from pathlib import Path

import pytest

from tests.desk.server.conftest import World, cookies_of, start_on_test_database
from tests.desk.server.process import Process, command


def test_it_stops_cleanly_though_somebody_reads(world: World, served: Path) -> None:
    desk = start_on_test_database(served)
    with desk.stream("cases", cookies_of(world.mara)) as stream:
        code = desk.stop()

        assert (code, stream.next("an event that never comes")) == (0, ("", None))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is set up, with a database of its own."""
    folder = tmp_path_factory.mktemp("home")
    assert command("init", folder=folder).returncode == 0
    return folder


def test_a_killed_desk_goes_on_with_its_data(home: Path) -> None:
    killed = Process.start(home)
    first = killed.get("/account/login/")
    killed.stop(signal.SIGKILL)

    again = Process.start(home)
    second = again.get("/account/login/")
    code = again.stop()

    assert (first, second, code) == (200, 200, 0)
    assert not (home / "database" / "cluster" / "postmaster.pid").exists()


def test_ctrl_c_stops_it_as_cleanly(home: Path) -> None:
    desk = Process.start(home)

    assert desk.stop(signal.SIGINT) == 0
    assert "Traceback" not in (home / "serve.log").read_text(encoding="utf-8")


def test_a_port_that_is_taken_is_told_in_a_sentence(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = command("serve", folder=home, UPHELD_PORT=port)

    assert refused.returncode == 2
    assert refused.stderr.startswith(f"upheld: the desk cannot listen on 127.0.0.1, port {port} (")


def test_a_desk_that_was_not_set_up_says_so(tmp_path: Path) -> None:
    refused = command("serve", folder=tmp_path)

    assert refused.returncode == 2
    assert "run 'upheld desk init'" in refused.stderr
