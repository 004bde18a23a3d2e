"""Serving: the port, the pages, the streams and the parts of one process, from the start to a clean end.

Ctrl-C and SIGTERM end it: the port closes, streams close, requests that run are finished, the parts are told to stop.
"""

import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from upheld_desk.errors import Unstartable
from upheld_desk.server.front import Front
from upheld_desk.server.parts import Part, running
from upheld_desk.server.streams import Streams

PATIENCE: Final = 5  # seconds for requests that still run


def serve(host: str, port: int, threads: int, parts: Sequence[Part], ready: Callable[[], None]) -> None:
    """Serve until told to end; `ready` is called when the port is open."""
    end = threading.Event()
    with _port(host, port) as opened, told_to_end(end), running(parts):
        streams = Streams()
        pages = WSGIMiddleware(get_wsgi_application(), workers=threads)  # type: ignore[arg-type]  # the same, by another name
        front = Front(pages, streams)
        config = uvicorn.Config(
            front,
            log_config=None,  # the settings say how we log
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the settings say how many proxies there are, and Django reads what they say
            lifespan="on",
            ws="none",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=PATIENCE,
        )
        _Server(config, streams, ready, end).run(sockets=[opened])


def work(parts: Sequence[Part], ready: Callable[[], None]) -> None:
    """Run parts alone, without a port, until told to end."""
    end = threading.Event()
    with told_to_end(end), running(parts):
        ready()
        end.wait()


class _Server(uvicorn.Server):
    """Says when it is ready; and closes the streams first when it ends, for they would wait for ever."""

    def __init__(
        self, config: uvicorn.Config, streams: Streams, ready: Callable[[], None], end: threading.Event
    ) -> None:
        super().__init__(config)
        self._streams = streams
        self._ready = ready
        self._end = end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()
        if self._end.is_set():  # told before this server took the signals over
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._streams.close()
        await super().shutdown(sockets)


@contextmanager
def told_to_end(end: threading.Event) -> Iterator[None]:
    """Set the event at Ctrl-C and SIGTERM, instead of breaking off in the middle of something."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        end.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def require_port(host: str, port: int) -> None:
    """Refuse a port that is taken, before something long is begun."""
    _port(host, port).close()


def _port(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise Unstartable(
            f"the desk cannot listen on {host}, port {port} ({str(error.strerror).partition(' (')[0]}): "
            "stop what listens there, or choose another as UPHELD_PORT"
        ) from error
