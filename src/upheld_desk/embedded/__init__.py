"""The embedded database: PostgreSQL out of the wheel, in the data folder, with no port and no system package.

`start(folder)` starts it, or joins it where another process of this machine has it running; the last one out stops
it. Who was killed is out: the operating system lets go of its share, and the next start goes on with the data.

    with embedded.start(Path("desk-data/database")) as running:
        psycopg.connect(running.url)
"""

from upheld_desk.embedded.binaries import BIN, MAJOR
from upheld_desk.embedded.running import Running, start

__all__ = ["BIN", "MAJOR", "Running", "start"]
