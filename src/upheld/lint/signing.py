"""Signing: what must be settled before anybody signs: holes, open points, the term, modules that belong together."""

from collections.abc import Iterator

from upheld.agreements import Signature, Version
from upheld.lint.findings import Finding, names, place_of


def holes(version: Version) -> Iterator[Finding]:
    """HOLE1: what is still to be agreed in what an agreement chooses; an offer says how much there is."""
    if version.signature:
        for clause in version.holes:
            yield Finding(clause, "this is still to be agreed", "agree on it and write it here")
    elif version.holes:
        count = len(version.holes)
        what = "1 value is" if count == 1 else f"{count} values are"
        message = f"{what} to be agreed when this offer is signed"
        yield Finding(
            version.top.clause,
            message,
            "write them in the agreement, or in the offer if they are the same for all",
            "W",
        )


def open_points(version: Version) -> Iterator[Finding]:
    """HOLE2: open points of the offer that an agreement does not settle."""
    for point in version.open_points if version.signature else ():
        if not point.settled:
            message = f"the open point '{point.id}' is not settled"
            yield Finding(point.clause, message, f"write 'settled: {{{point.id}: default}}', or how it was settled")


def term(version: Version) -> Iterator[Finding]:
    """TERM1: no end and no notice, an end before the start, modules left out, in want of others, or chosen twice."""
    signed = version.signature
    if signed is None:
        return
    if signed.ends is None and not signed.notice:
        message = "the agreement has neither an end nor a notice"
        yield Finding(place_of(version, "valid"), message, "write 'to:' with the last day, or 'notice:'")
    if signed.ends and signed.ends < signed.starts:
        message = f"the agreement ends on {signed.ends}, before it starts on {signed.starts}"
        yield Finding(place_of(version, "valid"), message, "correct one of them")
    yield from _modules(version, signed)


def _modules(version: Version, signed: Signature) -> Iterator[Finding]:
    chosen = {name: version.modules[name] for name in signed.modules}
    replaced = {name: part.id for part in chosen.values() for name in part.replaces}
    where = place_of(version, "choose")
    for part in version.modules.values():
        applies = part.obligatory == "always" or part.obligatory in signed.installed
        if applies and part.id not in (*chosen, *replaced):
            with_product = "" if part.obligatory == "always" else f" with '{part.obligatory}', which is installed"
            yield Finding(where, f"'{part.id}' is obligatory{with_product}, but is not chosen", "add it")
    for part in chosen.values():
        needed = [name for name in part.needs if name not in (*chosen, *replaced)]
        if needed:
            yield Finding(where, f"'{part.id}' needs {names(needed)}", "choose it too")
        if part.id in replaced:
            message = f"'{part.id}' is chosen beside '{replaced[part.id]}', which replaces it"
            yield Finding(where, message, "choose one of them")
