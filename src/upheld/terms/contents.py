"""Contents: which sections a page about an agreement has, and in which order.

Nothing is said that the agreement does not say: a section without content is left out, an open point is shown as one.
"""

from collections.abc import Iterator
from dataclasses import replace

from upheld.agreements import Part, Signature, Text, Version
from upheld.rhythms import Rhythm
from upheld.terms import sections
from upheld.terms.page import Page, Points, Section
from upheld.terms.plans import Column, comparison
from upheld.terms.wording import Wording
from upheld.words.figures import Language, day, duration
from upheld.words.terms import length, term


def page(version: Version, language: Language, plan: str | None = None) -> Page:
    """Return the page about a version, with one plan or with all of them side by side."""
    wording = Wording(version, language)
    return Page(
        title=version.title.in_language(language),
        subtitle=term(version.service.in_language(language), language),
        facts=tuple(_facts(wording)),
        sections=tuple(_sections(wording, plan)),
        note=wording.say(_NOTE),
        language=language,
    )


_NOTE = "This page shows the agreement; the agreement itself, in its binding language, decides."


def _facts(wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield who and when, and which version this is."""
    version, say = wording.version, wording.say
    yield say("Vendor"), version.vendor
    if version.signature:
        yield from _signature(version.signature, wording)
    yield say("Time zone"), version.shared.zone
    yield say("Binding language"), term(version.languages[0], wording.language)
    yield say("Version"), version.hash[:12]


def _signature(signed: Signature, wording: Wording) -> Iterator[tuple[str, str]]:
    say, language = wording.say, wording.language
    yield say("Customer"), signed.customer.name
    yield say("Agreement"), signed.number
    yield say("Signed"), day(signed.signed, language)
    first = day(signed.starts, language)
    if signed.ends:
        yield say("In force"), say("{first} to {last}", first=first, last=day(signed.ends, language))
    else:
        yield say("In force"), say("from {first}", first=first)
    if signed.notice:
        notice = signed.notice
        yield say("Notice"), length(notice, language) if isinstance(notice, Rhythm) else duration(notice, language)
    if signed.renews:
        yield say("Renewed by"), length(signed.renews, language)
    if signed.amendment:
        first = day(signed.effective, language)
        yield say("Amendment"), say("no. {number}, from {first}", number=str(signed.amendment), first=first)


def _sections(wording: Wording, plan: str | None) -> Iterator[Section]:
    """Yield the sections that have something to say."""
    say, version = wording.say, wording.version
    plans, modules = _plans(wording, plan), _modules(wording)
    tables = [
        ("Plans compared" if len(plans) > 1 else "What is agreed", comparison(plans, wording)),
        ("Modules", comparison(modules, wording)),
        ("Severities", sections.severities(wording)),
        ("What is measured", sections.clocks(wording)),
        ("Hours", sections.calendars(wording)),
        ("Kinds of case", sections.kinds(wording)),
        ("Duties and steps", sections.duties(wording)),
        ("Releases", sections.releases(wording)),
        ("Third parties", sections.third_parties(wording)),
        ("Open points", sections.open_points(wording)),
    ]
    yield from (Section(say(title), (table,)) for title, table in tables if table.rows)
    if version.holes:
        yield Section(say("To be agreed"), (Points(tuple(dict.fromkeys(hole.path for hole in version.holes))),))


def _plans(wording: Wording, plan: str | None) -> list[Column]:
    """Return the plans to show; of an agreement what was signed, with its modules."""
    version, language = wording.version, wording.language
    signed = version.signature
    if signed:
        part = version.plans[signed.plan] if signed.plan else version.top
        titles = [part.name.in_language(language), *(wording.module(name) for name in signed.modules)]
        including = _including(part, version, *(version.modules[name] for name in signed.modules))
        return [Column(" + ".join(filter(None, titles)), including, version.terms())]
    if not version.plans:
        return [] if version.modules else [Column("", version.top, version.terms())]
    chosen = {plan: version.plans[plan]} if plan else version.plans
    return [
        Column(p.name.in_language(language) or name, _including(p, version), version.terms(name, ()))
        for name, p in chosen.items()
    ]


def _including(part: Part, version: Version, *more: Part) -> Part:
    """Return a part that includes what the top of the file and further parts include."""
    gives = [each.gives for each in (part, *more, version.top) if each.gives.by_language]
    if not gives or gives == [part.gives]:
        return part
    joined = (
        (language, "\n".join(dict.fromkeys(said.in_language(language) for said in gives)))
        for language in version.languages
    )
    return replace(part, gives=Text(dict(joined)))


def _modules(wording: Wording) -> list[Column]:
    """Return the modules of an offer, each with what it adds; a signed one stands with its plan."""
    version = wording.version
    if version.signature:
        return []
    return [Column(wording.module(name), part, version.terms(None, (name,))) for name, part in version.modules.items()]
