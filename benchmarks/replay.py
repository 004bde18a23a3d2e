"""A history replayed: the shipped log multiplied up to 10 million cases, beside the floor of only reading the file.

Each copy of the log has its own case numbers and is moved by whole weeks, so that every copy has the verdicts of the
first, and what the replay counts is known beforehand. Two files are replayed: the neutral table, and the log as it was
exported, text times and all 36 columns, through its mapping. Every run is a process of its own; the floor reads the
same columns of the same file, in the same chunks, and does nothing with them. Seconds are those of the whole process.

    python benchmarks/replay.py [CASES ...]
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from upheld import read
from upheld.replay import History, Standing

ROOT: Final = Path(__file__).parents[1]
EXAMPLE: Final = ROOT / "examples" / "servicenow-2016"
LOG: Final = EXAMPLE / "incident_event_log.csv.gz"
AGREEMENT: Final = EXAMPLE / "agreement.yaml"
MAPPING: Final = EXAMPLE / "mapping.yaml"
BUILD: Final = ROOT / "build" / "benchmarks"
SIZES: Final = (100_000, 1_000_000, 10_000_000)
CASES: Final = 24_918
ZONE: Final = "America/Sao_Paulo"
WEEKS: Final = 52
TIMES: Final = ("opened_at", "sys_created_at", "sys_updated_at", "resolved_at", "closed_at")
FLOOR: Final = """
import sys
import polars as pl
path, *columns = sys.argv[1:]
print(sum(chunk.height for chunk in pl.scan_parquet(path).select(columns).collect_batches(chunk_size=500_000)))
"""


class Run(NamedTuple):
    """What a process took."""

    seconds: float
    gigabytes: float
    cpu: float
    printed: str


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    BUILD.mkdir(parents=True, exist_ok=True)
    print(f"A history replayed             {os.cpu_count()} cores\n")
    print(
        "file      cases       rows    floor  replay  of floor  us/case  cores   GB   as known  with verdicts written"
    )
    for size in sizes:
        copies = -(-size // CASES)
        _measure("neutral", _neutral(copies), copies, ["case", "at", "event", "severity", "ground", "on", "made_sla"])
    copies = -(-max(sizes) // CASES)
    columns = ["number", "sys_updated_at", "incident_state", "opened_at", "priority", "made_sla"]
    _measure("exported", _exported(copies), copies, columns, ["--mapping", str(MAPPING)])
    print()


def _measure(name: str, path: Path, copies: int, columns: list[str], more: list[str] | None = None) -> None:
    floor = _run([sys.executable, "-c", FLOOR, str(path), *columns])
    command = [str(Path(sys.executable).parent / "upheld"), "replay", str(path), "--agreement", str(AGREEMENT)]
    command += ["--against", "made_sla", "--json", *(more or [])]
    run = _run(command)
    verdicts = BUILD / "verdicts.parquet"
    written = _run([*command, "--verdicts", str(verdicts)])
    data = json.loads(run.printed)
    known = (data["cases"], data["agree"], data["kept"]) == (copies * CASES, copies * 24_887, copies * 15_802)
    print(
        f"{name:8} {data['cases']:>10,} {data['rows']:>11,} {floor.seconds:6.1f} {run.seconds:7.1f}"
        f" {run.seconds / floor.seconds:9.1f} {1e6 * run.seconds / data['cases']:8.2f} {run.cpu / run.seconds:6.1f}"
        f" {run.gigabytes:4.1f} {'yes' if known else 'NO':>10} {written.seconds:22.1f}",
        flush=True,
    )
    verdicts.unlink()


def _run(command: list[str]) -> Run:
    """Run a process; its clock and its memory are its own."""
    started = time.perf_counter()
    with (BUILD / "printed").open("w+", encoding="utf-8") as printed:
        process = subprocess.Popen(command, stdout=printed)  # noqa: S603 - our own command
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        assert status == 0, f"{command} failed"
        printed.seek(0)
        return Run(seconds, used.ru_maxrss / 2**20, used.ru_utime + used.ru_stime, printed.read())


# --- The log multiplied -----------------------------------------------------------------------------------------------


def _neutral(copies: int) -> Path:
    """Return the neutral table of so many copies; what was written before is used again."""
    path = BUILD / f"neutral-{copies}.parquet"
    if not path.exists():
        terms = Standing.of(read(AGREEMENT))
        history = History.of(LOG, MAPPING, [terms], ["made_sla"])
        rows = history.events(pl.concat([chunk.frame for chunk in history.chunks()]))[0].drop("#")

        local = pl.from_epoch("at").dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE).dt.replace_time_zone(None)
        rows = rows.with_columns(local)

        def copy(number: int) -> pl.LazyFrame:
            at = (pl.col("at") + _moved(number)).dt.replace_time_zone(ZONE).dt.convert_time_zone("UTC")
            return rows.lazy().with_columns(at=at.cast(pl.Datetime("ms", "UTC")), case=_named("case", number))

        _write(path, [copy(number) for number in range(copies)])
    return path


def _exported(copies: int) -> Path:
    """Return the log as it was exported, so many copies of it."""
    path = BUILD / f"exported-{copies}.parquet"
    if not path.exists():
        rows = pl.read_csv(LOG, infer_schema=False)
        rows = rows.with_columns(pl.col(name).replace("?", None).str.to_datetime("%d/%m/%Y %H:%M") for name in TIMES)

        def copy(number: int) -> pl.LazyFrame:
            moved = (
                (pl.col(name) + _moved(number)).dt.strftime("%-d/%-m/%Y %H:%M").fill_null("?").alias(name)
                for name in TIMES
            )
            return rows.lazy().with_columns(*moved, number=_named("number", number))

        _write(path, [copy(number) for number in range(copies)])
    return path


def _moved(number: int) -> pl.Expr:
    """Return by how much a copy is moved: into the years since 2019, in which its clocks never change."""
    return pl.duration(weeks=160 + number % WEEKS)


def _named(column: str, number: int) -> pl.Expr:
    return pl.lit(f"INC{number:04}") + pl.col(column).str.slice(3)


def _write(path: Path, copies: list[pl.LazyFrame]) -> None:
    part = path.with_suffix(".part")
    pl.concat(copies).sink_parquet(part)
    part.replace(path)


if __name__ == "__main__":
    main()
