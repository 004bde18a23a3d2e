"""The front: what comes in at the port. `/live/...` are streams, which wait; all else are pages, which work in threads.

A stream costs no thread, so thousands can wait while a bounded number of threads serves pages.
"""

import asyncio
from typing import Final

from a2wsgi import WSGIMiddleware
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, LifespanScope, Scope
from django.conf import settings

from upheld_desk.server.streams import Stream, Streams

LIVE: Final = "/live/"

Headers = list[tuple[bytes, bytes]]

STREAM: Final[Headers] = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy in front must not wait for more
    (b"x-content-type-options", b"nosniff"),
]
PLAIN: Final[Headers] = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]


class Front:
    """The ASGI application of a process."""

    def __init__(self, pages: WSGIMiddleware, streams: Streams) -> None:
        self._pages = pages
        self._streams = streams

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer a request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live_and_die(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(LIVE):
            await self._stream(scope, receive, send)
        elif scope["type"] == "http" and length(scope) > settings.REQUEST_LIMIT:
            await _plainly(send, 413, [(b"connection", b"close")])
        elif scope["type"] == "http":
            await self._pages(honest(scope), receive, send)  # type: ignore[arg-type]  # the same, by another name

    async def _live_and_die(self, _: LifespanScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await receive()
        await self._streams.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._streams.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _stream(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["method"] != "GET":
            await _plainly(send, 405, [(b"allow", b"GET")])
            return
        if self._streams.is_full:
            await _plainly(send, 503, [(b"retry-after", b"5")])
            return
        headers = dict(scope["headers"])
        wanted = scope["path"].removeprefix(LIVE).removeprefix("case/")
        stream = await self._streams.admit(headers.get(b"cookie", b"").decode("latin-1"), wanted)
        if stream is None:
            await _plainly(send, 404, [])
            return
        if self._streams.has_enough(stream.watcher.person):
            told = b"You have too many pages open here. Close some of them, then this one is kept up to date again."
            await _plainly(send, 429, [(b"retry-after", b"60")], told)
            return
        await send({"type": "http.response.start", "status": 200, "headers": STREAM, "trailers": False})
        watching = asyncio.create_task(_closed_when_left(stream, receive))
        try:
            async for frame in self._streams.frames(stream, is_back=b"last-event-id" in headers):
                await send({"type": "http.response.body", "body": frame, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watching.cancel()


async def _closed_when_left(stream: Stream, receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


async def _plainly(send: ASGISendCallable, status: int, headers: Headers, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": PLAIN + headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def length(scope: HTTPScope) -> int:
    """Return how long a request says that it is; a server in between may not say, then nothing of it is read."""
    given = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given) if given.isdigit() else 0


def honest(scope: HTTPScope) -> HTTPScope:
    """Drop headers with an underscore: for Django they would be those with a hyphen, which only our proxy may set."""
    scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    return scope
