import http.client

from asgiref.typing import HTTPScope

from tests.desk.server.conftest import World, cookies_of
from tests.desk.server.process import PATIENCE, Process
from upheld_desk.server.front import honest


def _scope(*headers: tuple[bytes, bytes]) -> HTTPScope:
    return {"type": "http", "headers": list(headers)}  # type: ignore[typeddict-item]  # nothing else is looked at


def test_a_header_that_poses_as_the_proxys_is_dropped() -> None:
    kept = (b"x-forwarded-proto", b"https")

    assert honest(_scope(kept, (b"x_forwarded_proto", b"https")))["headers"] == [kept]


def test_what_is_longer_than_anybody_sends_is_not_read(desk: Process) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE)
    connection.putrequest("POST", "/account/login/")
    connection.putheader("Content-Length", str(10**12))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()

    assert status == 413


def test_a_stream_can_only_be_read(desk: Process, world: World) -> None:
    assert desk.post("/live/cases", cookies_of(world.mara)) == 405


def test_no_proxy_holds_a_stream_back(desk: Process, world: World) -> None:
    crumbs = "; ".join(f"{name}={value}" for name, value in cookies_of(world.mara).items())
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE)
    connection.request("GET", "/live/cases", headers={"Cookie": crumbs})
    answer = connection.getresponse()
    headers = (answer.getheader("X-Accel-Buffering"), answer.getheader("Cache-Control"))
    answer.close()
    connection.close()

    assert headers == ("no", "no-store")
