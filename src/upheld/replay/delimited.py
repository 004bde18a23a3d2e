"""Delimited text: CSV, plain or packed by gzip, as rows of texts with the lines they stand on.

A row with too few or too many fields is reported with its line and left out, and so is a quote that is never closed:
the rows after it are read. Blocks are checked as bytes, all lines at once; only a block with odd quoting is read row by
row.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.errors import BadLog
from upheld.replay.rows import ROW, SHOWN, Broken, Chunk

BLOCK: Final = 1 << 24  # bytes of text read at once
LONGEST_ROW: Final = 100  # lines; a quote that stays open longer was never meant to open
_NEWLINE, _QUOTE, _RETURN = b'\n"\r'
_UNPACKING = (OSError, EOFError, zlib.error)


class _Block(NamedTuple):
    """Whole lines of a file, each with its newline, and the number of the first."""

    text: bytes
    line: int


def header(path: Path, separator: str) -> list[str]:
    """Return the names of the columns; raise `BadLog` where the file has none."""
    with _opened(path) as file:
        try:
            raw = file.readline(BLOCK)
        except _UNPACKING as error:
            raise BadLog(f"{path}: the file cannot be unpacked; pack it again, or name it unpacked") from error
    try:
        text = raw.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLog(f"{path}: this is not text in UTF-8; save it as UTF-8, or name a Parquet file") from error
    if "\0" in text:
        raise BadLog(f"{path}: this is a binary file; name a log in Parquet, CSV, CSV.gz or XES")
    names = next(csv.reader([text], delimiter=separator), [])
    if not any(names):
        raise BadLog(f"{path}: the first line is empty; it must name the columns")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise BadLog(f"{path}: the column '{twice[0]}' stands twice in the first line; rename one of them")
    return names


def chunks(path: Path, columns: Sequence[str], separator: str, block: int = BLOCK) -> Iterator[Chunk]:
    """Yield the rows of a file with the given columns as texts; an empty field is null."""
    names = header(path, separator)
    size = max(1, path.stat().st_size)
    with _opened(path) as file:
        file.readline()
        for whole, broken in _blocks(file, block):
            frame, bad = _read(whole, names, separator)
            # GzipFile tells where it is in the text; its file tells where it is in what is packed.
            place = getattr(file, "fileobj", file).tell()
            yield Chunk(frame.select(ROW, *columns), (*bad, *broken), min(1.0, place / size))


# --- Blocks of whole rows ---------------------------------------------------------------------------------------------


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(path) if packed else path.open("rb"))


def _blocks(file: BinaryIO, size: int) -> Iterator[tuple[_Block, list[Broken]]]:
    """Yield the rest of a file in blocks that end where a row may end; say where it cannot be unpacked further."""
    line, rest, broken = 2, b"", list[Broken]()
    while not broken:
        try:
            read = file.read(size)
        except _UNPACKING:
            read = rest = b""  # of the last row only a part may be there
            broken = [Broken(line, "", "", "the packed file breaks off here or is damaged; pack it again")]
        text, rest = _cut(rest + read) if read else (rest if not rest or rest.endswith(b"\n") else rest + b"\n", b"")
        if text or broken:
            yield _Block(text, line), broken
        line += text.count(b"\n")
        if not read:
            break


def _cut(text: bytes) -> tuple[bytes, bytes]:
    """Cut behind the last line that ends outside of quotes, unless its row would be too long to be one."""
    end = last = text.rfind(b"\n") + 1
    inside = text.count(b'"', 0, end) % 2
    for _ in range(LONGEST_ROW):
        if not inside or not end:
            return text[:end], text[end:]
        start = text.rfind(b"\n", 0, end - 1) + 1
        inside = (inside + text.count(b'"', start, end)) % 2
        end = start
    return text[:last], text[last:]


# --- One block --------------------------------------------------------------------------------------------------------


def _read(block: _Block, names: Sequence[str], separator: str) -> tuple[pl.DataFrame, list[Broken]]:
    raw = np.frombuffer(block.text, np.uint8)
    ends = np.flatnonzero(raw == _NEWLINE)
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    quotes = raw == _QUOTE
    quoted = bool(quotes.any())
    odd = quoted and bool((np.add.reduceat(quotes, starts, dtype=np.int64) % 2).any())
    if odd or not len(ends):
        return _read_row_by_row(block, names, separator)
    separators = raw == ord(separator)
    if quoted:
        separators &= np.cumsum(quotes, dtype=np.uint8) % 2 == 0
    fields = np.add.reduceat(separators, starts, dtype=np.int64) + 1
    blank = (ends == starts) | ((ends == starts + 1) & (raw[starts] == _RETURN))
    good = (fields == len(names)) & ~blank
    kept = block.text if good.all() else _kept(block.text, starts, ends, good)
    frame = _parsed(kept, names, separator, quoted=quoted)
    if frame is None or frame.height != good.sum():
        return _read_row_by_row(block, names, separator)
    lines = np.arange(block.line, block.line + len(ends))
    broken = [
        _wrong_count(
            int(lines[i]), int(fields[i]), len(names), block.text[starts[i] : ends[i]].decode(errors="replace")
        )
        for i in np.flatnonzero(~good & ~blank)
    ]
    return frame.with_columns(pl.Series(ROW, lines[good], pl.Int64)), broken


Places = npt.NDArray[np.int64]


def _kept(text: bytes, starts: Places, ends: Places, good: npt.NDArray[np.bool_]) -> bytes:
    """Return the good lines; neighbours are copied as one."""
    edges = np.flatnonzero(np.diff(good, prepend=False, append=False)).reshape(-1, 2)
    return b"".join(text[starts[first] : ends[after - 1] + 1] for first, after in edges)


def _parsed(text: bytes, names: Sequence[str], separator: str, *, quoted: bool) -> pl.DataFrame | None:
    """Return the fields of lines that all have the right number of them; None where their quotes are odd."""
    if not text:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    try:
        return pl.read_csv(
            io.BytesIO(text),
            has_header=False,
            new_columns=names,
            separator=separator,
            quote_char='"' if quoted else None,
            infer_schema=False,
            encoding="utf8-lossy",
        )
    except pl.exceptions.ComputeError:
        return None


def _read_row_by_row(block: _Block, names: Sequence[str], separator: str) -> tuple[pl.DataFrame, list[Broken]]:
    """Read a block in which a field goes over several lines, or quotes stand where they should not."""
    lines = block.text.decode("utf-8", errors="replace").split("\n")[:-1]
    rows: list[list[str | None]] = []
    places: list[int] = []
    broken: list[Broken] = []
    at = 0
    while at < len(lines):
        taken = _lines_of_row(lines, at, len(names), separator)
        fields = _fields(lines[at : at + taken], separator)
        if len(fields) == len(names):
            rows.append([field or None for field in fields])
            places.append(block.line + at)
        elif fields:
            broken.append(_wrong_count(block.line + at, len(fields), len(names), lines[at]))
        at += taken
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series(ROW, places, pl.Int64)), broken


def _lines_of_row(lines: Sequence[str], at: int, columns: int, separator: str) -> int:
    """Return how many lines the row at `at` goes over: more than one only if that makes it whole."""
    if lines[at].count('"') % 2:
        for end in range(at + 1, min(at + LONGEST_ROW, len(lines))):
            if lines[end].count('"') % 2:
                return end - at + 1 if len(_fields(lines[at : end + 1], separator)) == columns else 1
    return 1


def _fields(lines: Sequence[str], separator: str) -> list[str]:
    text = "\n".join(lines).removesuffix("\r")
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def _wrong_count(line: int, found: int, wanted: int, text: str) -> Broken:
    message = f"the row has {found} fields, and the first line names {wanted}; mend its separators and quotes"
    return Broken(line, "", text[:SHOWN].rstrip("\r"), message)
