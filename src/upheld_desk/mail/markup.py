"""Markup: the HTML of a mail made harmless, and read as text.

What leaves here holds no script, no style and no address that a browser would load by itself: images of the mail
become links to its attachments, remote ones are marked and not loaded.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from selectolax.lexbor import LexborHTMLParser, LexborNode

LINK: Final = "attachment:"  # then the digest; a page that shows the mail puts its own address in its place
_QUOTES: Final = "blockquote[type=cite], blockquote.gmail_quote, blockquote.protonmail_quote, div.yahoo_quoted"
_INTRODUCTIONS: Final = ".gmail_attr, .moz-cite-prefix"
_ATTRIBUTES: Final = {
    **nh3.ALLOWED_ATTRIBUTES,
    "img": {"alt", "class", "data-remote", "height", "src", "width"},
    "table": {"summary"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel", LINK.removesuffix(":")}
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*+)[^<>]*+>")  # nothing is tried twice, however long it is
_FLAT: Final = frozenset(
    ("br", "col", "hr", "img", "input", "li", "link", "meta", "option", "p", "td", "th", "tr", "wbr")
)
_LONGEST: Final = 2_000_000  # characters; what is longer is read as text alone
_DEEPEST: Final = 2000  # elements within each other; the parsers' time grows with the square
_PLAIN: Final = ParserConfig(css=CSS_PROFILES["strict"])  # nothing is indented but lists
_BLANKS: Final = re.compile(r"\n{3,}")
_LINE: Final = re.compile(r"<(?:br|div|h\d|li|p|tr)\b|\n")  # begins a line where text is laid out
_LARGEST: Final = 50_000_000  # characters of a table that is laid out: each line of it is as wide as the widest


@dataclass(frozen=True, slots=True)
class Markup:
    """The HTML of a mail: what may be shown, its text, and the text without what it quotes."""

    html: str
    full: str
    new: str
    quoted: str
    remote_images: int
    between: bool = False  # answers stand between quotes, so that none of it may be folded away


def read(html: str, images: Mapping[str, str]) -> Markup:
    """Return the HTML of a mail made harmless; `images` are the digests of its images by content id."""
    if len(html) > _LONGEST or _depth(html) > _DEEPEST:
        text = _TAG.sub(" ", html).strip()
        return Markup("", text, text, "", 0)
    tree = LexborHTMLParser(html)
    remote = sum(_settle(image, images) for image in tree.css("img"))
    clean = _clean(_body(tree))
    full = text_of(clean)
    quotes = _quotes(tree)
    new, quoted = _unquoted(tree, quotes[0]) if len(quotes) == 1 else ("", "")
    return Markup(clean, full, new or full, quoted if new else "", remote, between=len(quotes) > 1)


def _depth(html: str) -> int:
    """Return about how deep elements lie within each other."""
    deepest = depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _FLAT:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _settle(image: LexborNode, images: Mapping[str, str]) -> bool:
    """Link an image to its attachment, or mark that it is remote; return whether it is."""
    source = (image.attributes.get("src") or "").strip()
    for name in ("src", "class", "data-remote"):
        if name in image.attributes:
            del image.attrs[name]
    known = images.get(source[4:].strip("<>")) if source[:4].lower() == "cid:" else None
    if known:
        image.attrs["src"] = LINK + known
    elif source.lower().startswith(("http:", "https:", "//")):
        image.attrs["class"] = "remote"
        image.attrs["data-remote"] = source
        return True
    return False


def _body(tree: LexborHTMLParser) -> str:
    return (tree.body.inner_html if tree.body else "") or ""


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_own_images,
        link_rel="noopener noreferrer nofollow",
        url_schemes=_SCHEMES,
    ).strip()


def _only_own_images(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that may stay: nothing is loaded but the mail's own images."""
    if (tag, name) == ("img", "src"):
        return value if value.startswith(LINK) else None
    return None if value.lower().startswith(LINK) else value


def _quotes(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the elements that a mail program marked as quoted, without those that lie in one of them."""
    marked = [node for node in tree.css(_QUOTES) if node.text().strip()]
    within = {node.mem_id for node in marked}
    return [node for node in marked if not _lies(node, within)]


def _unquoted(tree: LexborHTMLParser, quote: LexborNode) -> tuple[str, str]:
    """Return new and quoted text, and take the quote and what introduces it out of the tree."""
    folded = [*(node for node in tree.css(_INTRODUCTIONS) if not _lies(node, {quote.mem_id})), quote]
    quoted = text_of(_clean("\n".join(node.html or "" for node in folded)))
    for node in folded:
        node.decompose()
    return text_of(_clean(_body(tree))), quoted


def _lies(node: LexborNode, within: set[int]) -> bool:
    """Return whether an element lies in one of some others."""
    above = node.parent
    while above is not None and above.mem_id not in within:
        above = above.parent
    return above is not None


def text_of(clean: str) -> str:
    """Return HTML as text, with each of its words."""
    plain = LexborHTMLParser(clean).text(separator=" ")
    if "<table" in clean and len(plain) * len(_LINE.findall(clean)) > _LARGEST:
        return plain.strip()
    text = _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in get_text(clean, _PLAIN).split("\n"))).strip("\n")
    # What lies too deep is left out by the one that lays text out.
    return text if len("".join(text.split())) >= len("".join(plain.split())) else plain.strip()
