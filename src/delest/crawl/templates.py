"""Templates: families of pages told by the shape of their URLs, learned from the URLs of the site itself. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

DISTINCT_LIMIT: Final = 12
"""A place in the path with more names than this, under one parent, holds titles: its names are generalised."""
LEAVES_LIMIT: Final = 3
"""The same of the last place in a path below the first level: ``/guides/a``, ``/guides/b`` ... are one list's items."""

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]*[0-9][0-9a-f]{11,}", re.IGNORECASE)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_NUMBER: Final = re.compile(r"[0-9]+")
_NUMBER_INSIDE: Final = re.compile(r"(?<![0-9a-z])[0-9]+(?![0-9a-z])|[0-9]{2,}", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"[0-9]+")
_DATE_INSIDE: Final = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])")
_MARKS: Final = ((_DATE, "{date}"), (_NUMBER, "{n}"), (_ID, "{id}"))
_ANY: Final = "{any}"

Shape = tuple[str, ...]


def templates(urls: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the normalised ``urls`` by template, each URL once, both in sorted order.

    A template reads like a URL: ``https://example.org/news/{any}?page``. Numbers, dates and ids are generalised
    wherever they are, also inside a name (``page-{n}``); other names where one parent has more than ``DISTINCT_LIMIT``
    of them, or more than ``LEAVES_LIMIT`` that end the path below the first level. Of a query only the names count. The
    answer depends neither on the order of ``urls`` nor on repeats.
    """
    shapes = {url: _segments(url) for url in set(urls)}
    depth = max((len(shape) for shape in shapes.values()), default=0)
    for at in range(1, depth):
        shapes = _generalised(shapes, at)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for url in sorted(shapes):
        found["/".join(shapes[url]) + _query_names(url)].append(url)
    return {template: tuple(found[template]) for template in sorted(found)}


def pattern(url: str) -> str:
    """Return what a URL has in common with others told by its own spelling alone: numbers, dates and ids left out."""
    return "/".join(_segments(url)) + _query_names(url)


def _segments(url: str) -> Shape:
    scheme, _, rest = url.partition("?")[0].partition("://")
    origin, *path = rest.split("/")
    return (f"{scheme}://{origin}", *map(_mark, path))


def _mark(segment: str) -> str:
    stem, dot, ending = segment.rpartition(".")
    name = stem or segment
    mark = next((mark for pattern, mark in _MARKS if pattern.fullmatch(name)), "")
    mark = mark or _NUMBER_INSIDE.sub("{n}", _DATE_INSIDE.sub("{date}", name))
    return f"{mark}{dot}{ending}" if stem else mark


def _generalised(shapes: Mapping[str, Shape], at: int) -> dict[str, Shape]:
    """Return the shapes with the names at one place generalised, where their common parent has too many of them."""
    names: defaultdict[Shape, set[str]] = defaultdict(set)
    for shape in shapes.values():
        if len(shape) > at:
            names[_parent(shape, at)].add(shape[at])
    crowded = {parent for parent, known in names.items() if len(known - {""}) > _most(parent, at)}
    return {
        url: (*shape[:at], _ANY, *shape[at + 1 :])
        if len(shape) > at and shape[at] and _parent(shape, at) in crowded
        else shape
        for url, shape in shapes.items()
    }


def _most(parent: Shape, at: int) -> int:
    """Return how many names a place may have until they are taken for titles."""
    *above, places = parent
    ends_the_path = at >= int(places) - 2  # a path that ends in a slash has an empty place at its end
    return LEAVES_LIMIT if len(above) > 1 and ends_the_path else DISTINCT_LIMIT


def _parent(shape: Shape, at: int) -> Shape:
    """Return what comes before a place, with the number of places: a list and its items are not of one family."""
    return (*shape[:at], str(len(shape)))


def _query_names(url: str) -> str:
    _, mark, query = url.partition("?")
    names = sorted({_NUMBERS.sub("{n}", part.partition("=")[0]) for part in query.split("&")} - {""})
    return f"{mark}{'&'.join(names)}" if names else ""
