"""Markdown, as GitHub, GitLab and ticket systems read it: for a pull request, a ticket, a wiki."""

import re
from collections.abc import Iterator
from functools import singledispatch
from typing import Final

from markupsafe import escape

from delest.report.figures import percent, plain, written
from delest.report.format import Format
from delest.report.language.labels import between_parts
from delest.report.language.safe_text import link, printable, shorten
from delest.report.page import (
    Axis,
    Cell,
    Command,
    Details,
    Distribution,
    Facts,
    Field,
    Items,
    Notice,
    Page,
    Pair,
    Picture,
    Prose,
    Row,
    Section,
    Stack,
    Table,
    Tiles,
    Treemap,
    Trend,
)
from delest.report.plain.lines import place, shortened
from delest.report.said import (
    Bar,
    Code,
    Dots,
    Figure,
    Heat,
    Jump,
    Key,
    Label,
    Lapse,
    Leaf,
    Link,
    Moment,
    Quoted,
    Range,
    Sentence,
    Words,
)

_SHOWN: Final = 110
_QUOTED: Final = 200
_DEEPEST: Final = 6
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@:=-])")
_MENTION: Final = re.compile(r"[@#!$%~&][\w-]")
_OURS: Final = re.compile(r"([\\`*_\[\]<>|~&])")


def render(page: Page) -> str:
    """Return the page as Markdown, which shows nothing but text even where a page's own words try for more."""
    mark = [f"<!-- {page.mark} -->"] if page.mark else []
    parts = [*mark, f"# {_inline(page.title)}", *([_inline(page.over)] if page.over else ())]
    parts += [part for each in page.lead for part in _parts(each, 2)]
    parts += [part for each in page.sections for part in _parts(each, 2)]
    if page.foot:
        parts += ["---", _inline(page.foot)]
    return "\n\n".join(parts) + "\n"


@singledispatch
def _inline(words: Words) -> str:
    text = str(words)
    if not text.strip(" "):
        return text[:1]
    return " " * text.startswith(" ") + _ours(text) + " " * text.endswith(" ")


def _ours(text: str) -> str:
    return _OURS.sub(r"\\\1", printable(text))


def _theirs(text: str) -> str:
    """Return text of a page with every sign escaped that Markdown could act on.

    Forges make mentions and references of ``@name`` and ``#12`` even where these are escaped, but not in code.
    """
    return _coded(text) if _MENTION.search(text) else _SPECIAL.sub(r"\\\1", text)


def _coded(text: str) -> str:
    return "`" + text.replace("`", "'").replace("|", "\\|") + "`"


@_inline.register
def _sentence(words: Sentence) -> str:
    return "".join(map(_inline, words.parts))


@_inline.register(Figure | Range | Moment)
def _figure(words: Figure | Range | Moment) -> str:
    return written(words).replace(" ", "\u00a0").replace("<", "\\<")


@_inline.register
def _link(words: Link) -> str:
    target = link(words.url)
    shown = _ours(words.text) if words.text else _theirs(shorten(place(words), _SHOWN))
    return f"[{shown}](<{target}>)" if target else shown


@_inline.register(Jump | Leaf)
def _jump(words: Jump | Leaf) -> str:
    return _inline(words.said)


@_inline.register
def _quoted(words: Quoted) -> str:
    return _theirs(shortened(words.text, _QUOTED))


@_inline.register
def _code(words: Code) -> str:
    return _coded(printable(words.text))


@_inline.register
def _label(words: Label) -> str:
    return f"**{_ours(words.text)}**" if words.tone == "strong" else _ours(words.text)


@_inline.register
def _dots(words: Dots) -> str:
    return "●" * words.filled + "○" * (words.of - words.filled)


@_inline.register
def _heat(words: Heat) -> str:
    return percent(words).replace("<", "\\<")


@_inline.register(Key | Bar | Lapse)
def _drawn(words: Key | Bar | Lapse) -> str:  # noqa: ARG001 - figures beside it say the same
    return ""


@singledispatch
def _parts(block: object, level: int) -> Iterator[str]:
    raise TypeError(level, block)


@_parts.register
def _section(block: Section, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, _DEEPEST)} {_inline(block.title)}"
    for each in block.blocks:
        yield from _parts(each, level + 1)


@_parts.register
def _prose(block: Prose, level: int) -> Iterator[str]:  # noqa: ARG001 - one signature for all blocks
    said = _inline(block.said)
    yield f"**{said}**" if block.tone == "lead" and "*" not in said else said


@_parts.register
def _items(block: Items, level: int) -> Iterator[str]:  # noqa: ARG001 - same
    marks = (f"{at}. " if block.numbered else "- " for at in range(1, len(block.said) + 1))
    yield "\n".join(mark + _inline(said) for mark, said in zip(marks, block.said, strict=True))


@_parts.register
def _facts(block: Facts, level: int) -> Iterator[str]:  # noqa: ARG001 - same
    between = between_parts()
    yield "\n".join(f"- **{_ours(row.term)}** {between.join(map(_inline, row.said))}" for row in block.rows)


@_parts.register
def _tiles(block: Tiles, level: int) -> Iterator[str]:  # noqa: ARG001 - same
    yield "\n".join(
        f"- **{_inline(tile.said)}** {_ours(tile.name)}"
        + "".join(between_parts() + _inline(note) for note in tile.notes)
        for tile in block.tiles
    )


@_parts.register
def _notice(block: Notice, level: int) -> Iterator[str]:  # noqa: ARG001 - same
    yield f"> **!** {_inline(block.said)}"


@_parts.register
def _command(block: Command, level: int) -> Iterator[str]:  # noqa: ARG001 - same
    lines = [plain(line).replace("```", "'''") for line in block.text.splitlines()]
    yield "\n".join(["```sh", *lines, "```"])


@_parts.register
def _table(block: Table, level: int) -> Iterator[str]:  # noqa: ARG001 - same
    shown = [at for at, _column in enumerate(block.columns) if not _is_drawing(block, at)]
    heads = [_ours(block.columns[at].title) for at in shown]
    rules = ["---:" if block.columns[at].figures else "---" for at in shown]
    rows = [_row(row, shown) for row in block.rows]
    if block.caption:
        yield _ours(block.caption)
    yield "\n".join("| " + " | ".join(cells) + " |" for cells in (heads, rules, *rows))
    if block.rest:
        yield _inline(block.rest)


def _is_drawing(table: Table, at: int) -> bool:
    return any(isinstance(row.fields[at], Bar | Lapse) for row in table.rows if not row.group)


def _row(row: Row, shown: list[int]) -> list[str]:
    if row.group:
        return [f"**{_field(row.fields[0])}**", *[""] * (len(shown) - 1)]
    return [_field(row.fields[at]) for at in shown]


def _field(field: Field) -> str:
    if not isinstance(field, Cell):
        return _inline(field)
    return between_parts().join(map(_inline, (field.said, *field.notes)))


@_parts.register(Stack | Axis | Treemap)
def _chart(block: Stack | Axis | Treemap, level: int) -> Iterator[str]:
    yield from _parts(block.table, level)


@_parts.register
def _distribution(block: Distribution, level: int) -> Iterator[str]:
    if block.table:
        yield from _parts(block.table, level)


@_parts.register
def _trend(block: Trend, level: int) -> Iterator[str]:
    yield from _parts(block.table, level)


@_parts.register
def _picture(block: Picture, level: int) -> Iterator[str]:  # noqa: ARG001 - as below
    yield from ()


@_parts.register
def _pair(block: Pair, level: int) -> Iterator[str]:  # noqa: ARG001 - pictures are in the HTML report
    yield from ()


@_parts.register
def _details(block: Details, level: int) -> Iterator[str]:
    """Fold away what is read on demand: forges and most wikis know this element, others show what is in it."""
    yield f"<details>\n<summary>{_summary(block.summary)}</summary>"
    for each in block.blocks:
        yield from _parts(each, level + 1)
    yield "</details>"


def _summary(words: Words) -> str:
    """Return a title for within HTML, where no Markdown is read, but mentions are."""
    text = shortened(plain(words), _QUOTED)
    return f"<code>{escape(text)}</code>" if _MENTION.search(text) else str(escape(text))


FORMAT: Final = Format(id="markdown", suffixes=(".md", ".markdown"), render=render)
