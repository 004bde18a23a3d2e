"""The news of the database: one connection that listens, for all streams of a process.

When it breaks, it is made again; what was announced meanwhile is lost, so the listener is told that there was a gap.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import psycopg
from django.db import connections
from psycopg import sql

News = Mapping[str, Any]

SHORTEST: Final = 0.2  # seconds until the next try
LONGEST: Final = 5.0

log = logging.getLogger(__name__)


async def listen(channels: Sequence[str], heard: Callable[[str, News], None], gap: Callable[[], None]) -> None:
    """Pass on what is announced on the channels, until cancelled."""
    pause = SHORTEST
    while True:
        try:
            async with await _connection() as connection:
                for channel in channels:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                gap()
                pause = SHORTEST
                async for said in connection.notifies():
                    heard(said.channel, json.loads(said.payload))
        except psycopg.OperationalError as error:
            log.warning("the news of the database broke off, again in %.1f s: %s", pause, str(error).split("\n")[0])
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST)


async def _connection() -> psycopg.AsyncConnection[Any]:
    default = connections.databases["default"]
    return await psycopg.AsyncConnection.connect(
        autocommit=True,
        host=default["HOST"] or None,
        port=default["PORT"] or None,
        dbname=default["NAME"],
        user=default["USER"] or None,
        password=default["PASSWORD"] or None,
        connect_timeout=10,
        application_name="upheld desk, live",
    )
