"""What a line says, as HTML: everything escaped, figures kept whole, what pages say kept apart from what we say."""

from functools import singledispatch
from typing import Final

from markupsafe import Markup, escape

from delest.report.drawing.share import share_bar
from delest.report.figures import percent, written
from delest.report.language.safe_text import link, printable, shorten
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

_NO_BREAK: Final = "\u00a0"
_SHOWN: Final = 110
"""Columns of an address."""
_QUOTED: Final = 200
_THINNEST: Final = 0.8
"""Percent of the width that any lapse of time has, so that it is seen."""
_STRONG: Final = "strong"


@singledispatch
def inline(words: Words) -> Markup:
    """Return words as HTML."""
    text = str(words)
    if not text.strip(" "):
        return Markup(text[:1])  # noqa: S704 - a space or nothing
    return Markup(" " * text.startswith(" ") + escape(printable(text)) + " " * text.endswith(" "))  # noqa: S704 - escaped


@inline.register
def _sentence(words: Sentence) -> Markup:
    return Markup().join(map(inline, words.parts))


@inline.register(Figure | Range | Moment)
def _figure(words: Figure | Range | Moment) -> Markup:
    return escape(written(words).replace(" ", _NO_BREAK))


@inline.register
def _link(words: Link) -> Markup:
    shown = printable(words.text) if words.text else shorten(place(words), _SHOWN)
    target = link(words.url)
    if not target:
        return Markup('<bdi class="url">{}</bdi>').format(shown)
    return Markup('<a class="url" href="{}">{}</a>').format(target, shown)


@inline.register
def _jump(words: Jump) -> Markup:
    target = words.to if words.to.endswith(".html") else f"#{words.to}"
    return Markup('<a href="{}">{}</a>').format(target, unlinked(words.said))


@inline.register
def _leaf(words: Leaf) -> Markup:
    return Markup('<a href="{}">{}</a>').format(words.file, unlinked(words.said))


def unlinked(words: Words) -> Markup:
    """Return words for within a link: an address in them leads nowhere itself."""
    if isinstance(words, Link):
        return Markup('<bdi class="url">{}</bdi>').format(shorten(words.text or place(words), _SHOWN))
    if isinstance(words, Sentence):
        return Markup().join(map(unlinked, words.parts))
    return inline(words)


@inline.register
def _quoted(words: Quoted) -> Markup:
    return Markup("<bdi>{}</bdi>").format(shortened(words.text, _QUOTED))


@inline.register
def _code(words: Code) -> Markup:
    return Markup("<code>{}</code>").format(printable(words.text))


@inline.register
def _label(words: Label) -> Markup:
    if words.tone == _STRONG:
        return Markup("<strong>{}</strong>").format(printable(words.text))
    return Markup('<span class="label {}">{}</span>').format(words.tone or "plain", printable(words.text))


@inline.register
def _key(words: Key) -> Markup:
    return Markup('<span class="key {}"></span>').format(words.id)


@inline.register
def _dots(words: Dots) -> Markup:
    return Markup('<span class="dots" role="img" aria-label="{0}/{1}">{2}<i>{3}</i></span>').format(
        words.filled, words.of, "●" * words.filled, "●" * (words.of - words.filled)
    )


@inline.register
def _lapse(words: Lapse) -> Markup:
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" x="{:.1f}" width="{:.1f}"/></svg>'
    ).format(words.key, min(words.start * 100, 100 - _THINNEST), max((words.end - words.start) * 100, _THINNEST))


@inline.register
def _heat(words: Heat) -> Markup:
    return Markup('<span class="heat h{}">{}</span>').format(min(int(words.share * 10), 9), percent(words))


@inline.register
def _bar(words: Bar) -> Markup:
    return share_bar(words)
