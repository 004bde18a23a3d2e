"""A page as HTML: one file with its own style, for screens of every width, light and dark, and for paper.

On a phone a table becomes one card for each row, where every cell says what stands over it.

>>> written(Page("Support", "", (), (), "", language="sv")).splitlines()[1]
'<html lang="sv">'
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from upheld.terms.page import Cell, Page, Points, Section, Table
from upheld.words.lines import kept


def written(page: Page) -> str:
    """Return the page as an HTML document."""
    title = escape(page.title)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{page.language}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body><main>",
            f"<header><h1>{title}</h1>",
            *([f'<p class="subtitle">{escape(page.subtitle)}</p>'] if page.subtitle else []),
            "<dl>",
            *(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in page.facts),
            "</dl></header>",
            *(part for section in page.sections for part in _section(section)),
            f"<footer>{escape(page.note)}</footer>",
            "</main></body></html>",
            "",
        ],
    )


def _section(section: Section) -> Iterator[str]:
    yield f"<section><h2>{escape(section.title)}</h2>"
    for block in section.blocks:
        yield from _table(block) if isinstance(block, Table) else _points(block)
    yield "</section>"


def _points(points: Points) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(item)}</li>" for item in points.items)
    yield "</ul>"


def _table(table: Table) -> Iterator[str]:
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
    yield f'<div class="table"><table class="columns-{len(table.header)}"><thead><tr>{columns}</tr></thead><tbody>'
    for heading, cells in table.cells():
        row = "".join(_cell(over, cell) for over, cell in cells)
        yield f'<tr><th scope="row">{escape(heading)}</th>{row}</tr>'
    yield "</tbody></table></div>"


def _cell(over: str, cell: Cell) -> str:
    said = "".join(f"<p>{_whole_hours(escape(kept(line)))}</p>" for line in cell) or '<p class="nothing">–</p>'
    empty = "" if cell else ' class="empty"'
    return f'<td data-over="{escape(over)}"{empty}><div>{said}</div></td>'


def _whole_hours(text: str) -> str:
    """Return a text whose opening hours stay on one line."""
    return _HOURS.sub(r'<span class="hours">\g<0></span>', text)


_HOURS: Final = re.compile(r"\d\d:\d\d–\d\d:\d\d")
_STYLE: Final = """
:root{color-scheme:light dark;--page:#f5f7fa;--card:#fff;--ink:#17212b;--muted:#566373;--edge:#dfe4ea;--head:#eef2f7;
--accent:#2563c9}
@media (prefers-color-scheme:dark){:root{--page:#0e1216;--card:#161b22;--ink:#eef2f6;--muted:#a7b3c1;--edge:#303843;
--head:#1d242d;--accent:#6ea8fe}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}
main{max-width:70rem;margin:0 auto;padding:2.5rem 1.5rem}
h1{margin:0;font-size:1.9rem;line-height:1.2;letter-spacing:-.01em}
h2{margin:2.5rem 0 .75rem;font-size:1.2rem}
.subtitle{margin:.4rem 0 0;color:var(--muted);font-size:1.05rem}
dl{display:flex;flex-wrap:wrap;gap:.75rem 2rem;margin:1.5rem 0 0;padding:1rem 0;border-block:1px solid var(--edge)}
dt{color:var(--muted);font-size:.8rem}
dd{margin:0;font-weight:600}
.table{border:1px solid var(--edge);border-radius:10px;overflow:hidden;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{padding:.65rem 1rem;text-align:left;vertical-align:top;border-top:1px solid var(--edge)}
thead th{background:var(--head);border-top:0;font-weight:650}
tbody th{font-weight:600;width:22%}
thead th:first-child{width:22%}
td p{margin:0}
td p+p{margin-top:.2rem}
.nothing{color:var(--muted)}
.hours{white-space:nowrap}
ul{margin:0;padding:.8rem 1rem .8rem 2rem;border:1px solid var(--edge);border-radius:10px;background:var(--card)}
li{font-family:ui-monospace,'Cascadia Mono',Menlo,Consolas,monospace;font-size:.85rem;overflow-wrap:anywhere}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--edge);color:var(--muted);font-size:.85rem}
@media (max-width:42rem){
main{padding:1.5rem 1rem}
h1{font-size:1.5rem}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody{display:block}
tr{display:block;padding:.7rem .9rem;border-top:1px solid var(--edge)}
tbody tr:first-child{border-top:0}
tbody th,td{display:block;width:auto;padding:.15rem 0;border:0}
td{display:flex;gap:.75rem}
td.empty{display:none}
td::before{content:attr(data-over);flex:0 0 34%;color:var(--muted);font-size:.85rem}
td>div{flex:1;min-width:0;overflow-wrap:anywhere}
}
@media print{body{background:none}main{max-width:none;padding:0}tr{break-inside:avoid}}
"""
