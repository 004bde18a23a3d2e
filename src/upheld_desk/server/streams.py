"""Live streams: what somebody may see has changed, told within moments and without its content.

A stream is `text/event-stream`. Its events:

    case            data {"log": ..., "number": n}: a case has so many facts now; fetch it again
                    data {"log": null, "number": 0}: news may have been missed; fetch all again
    case-<log>      the same of one case, for the row of a list that waits for its own
    presence        data {"people": [...]}: who else of one's own side has the case open; on the stream of a case only
"""

import asyncio
import json
import secrets
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, ParamSpec, TypeVar

from upheld_desk.server import endings, presence
from upheld_desk.server.news import News, listen
from upheld_desk.server.watchers import Watcher, admitted, hears
from upheld_desk.store.logs import CHANNEL

P = ParamSpec("P")
T = TypeVar("T")

BEAT: Final = 15.0  # seconds between signs of life
MOST: Final = 2_000  # streams of one process
MOST_OF_ONE: Final = 40  # of them of one person: pages that they have open
WAITING: Final = 100  # events that a slow reader may be behind
SIGN_OF_LIFE: Final = b": here\n\n"
HELLO: Final = b"retry: 2000\nid: 1\n\n"  # a reader that was cut off says the id when it is back
LOOK_AGAIN: Final = {"log": None, "number": 0}


def frame(event: str, data: object) -> bytes:
    """Return an event as the wire has it."""
    return f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


@dataclass(eq=False)
class Stream:
    """One reader."""

    watcher: Watcher
    cookies: str
    wanted: str
    key: str = field(default_factory=lambda: secrets.token_hex(8))
    waiting: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(WAITING))
    closed: bool = False

    def put(self, event: bytes) -> None:
        """Send an event soon; a reader who is too far behind is told to fetch everything."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            event = frame("case", LOOK_AGAIN)
        self.waiting.put_nowait(event)

    def close(self) -> None:
        """End the stream, whatever still waits."""
        self.closed = True
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)


class Streams:
    """All streams of this process."""

    def __init__(self) -> None:
        self.open: set[Stream] = set()
        self.presence = presence.Presence()
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="live")
        self._tasks: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Task[None] | None = None
        self._closing = False

    async def start(self) -> None:
        """Begin to listen to the database."""
        channels = (CHANNEL, presence.CHANNEL, endings.CHANNEL)
        self._listening = asyncio.create_task(listen(channels, self._hear, self._gap))

    async def stop(self) -> None:
        """Close every stream, let each say good-bye, and listen no more."""
        self.close()
        if self._listening:
            self._listening.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Close every stream, and open no more."""
        self._closing = True
        for stream in self.open:
            stream.close()

    @property
    def is_full(self) -> bool:
        """Say whether no further stream can be opened."""
        return self._closing or len(self.open) >= MOST

    def has_enough(self, person: int) -> bool:
        """Say whether a person has as many streams open as one may have."""
        return sum(stream.watcher.person == person for stream in self.open) >= MOST_OF_ONE

    async def admit(self, cookies: str, wanted: str) -> Stream | None:
        """Return a stream for who asks, or None if there is nothing for them."""
        watcher = await self._asked(admitted, cookies, wanted)
        return Stream(watcher, cookies, wanted) if watcher else None

    async def frames(self, stream: Stream, *, is_back: bool) -> AsyncIterator[bytes]:
        """Yield what the stream says, until it is closed or its reader may see it no more."""
        self.open.add(stream)
        try:
            yield HELLO
            if is_back:
                yield frame("case", LOOK_AGAIN)
            await self._tell(stream, here=True)
            while not (self._closing or stream.closed):
                try:
                    event = await asyncio.wait_for(stream.waiting.get(), BEAT)
                except TimeoutError:
                    event = await self._beat(stream)
                if event is None:
                    return
                yield event
        finally:
            self.open.discard(stream)
            self._later(self._tell(stream, here=False))

    async def _beat(self, stream: Stream) -> bytes | None:
        for case in self.presence.forget(asyncio.get_running_loop().time()):
            self._show_presence(case)
        if not await self._still(stream):
            return None
        await self._tell(stream, here=True)
        return SIGN_OF_LIFE

    async def _still(self, stream: Stream) -> bool:
        """Ask whether the reader is still who they were, and may still see what they see."""
        return await self._asked(admitted, stream.cookies, stream.wanted) == stream.watcher

    async def _check(self, stream: Stream) -> None:
        if not await self._still(stream):
            stream.close()

    async def _tell(self, stream: Stream, *, here: bool) -> None:
        if stream.watcher.case:
            await self._asked(presence.tell, stream.watcher, stream.key, here=here)

    async def _asked(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: ask(*args, **kwargs))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _gap(self) -> None:
        for stream in self.open:
            stream.put(frame("case", LOOK_AGAIN))

    def _hear(self, channel: str, news: News) -> None:
        if channel == CHANNEL:
            self._later(self._pass_on(news))
        elif channel == presence.CHANNEL:
            case = self.presence.hear(news, asyncio.get_running_loop().time())
            if case:
                self._show_presence(case)
        else:
            self._end(news)

    async def _pass_on(self, news: News) -> None:
        """Send news of a case to all who may hear them; who see equally far are asked for once."""
        told = {"log": news["log"], "number": news["number"]}
        for scope in {stream.watcher.scope for stream in self.open if stream.watcher.scope.vendor == news["vendor"]}:
            if not await self._asked(hears, scope, news):
                continue
            for stream in self.open:
                if stream.watcher.scope == scope and stream.watcher.case is None:
                    stream.put(frame("case", told) + frame(f"case-{news['log']}", told))
                elif stream.watcher.scope == scope and str(stream.watcher.case) == news["log"]:
                    stream.put(frame("case", told))

    def _show_presence(self, case: uuid.UUID) -> None:
        for stream in self.open:
            if stream.watcher.case == case:
                stream.put(frame("presence", {"people": self.presence.others(stream.watcher)}))

    def _end(self, news: News) -> None:
        for stream in self.open:
            if "session" not in news:
                self._later(self._check(stream))
            elif news["session"] == stream.watcher.session:
                stream.close()
