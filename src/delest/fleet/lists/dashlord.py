"""``dashlord.yml``: the list of a DashLord dashboard, as it is."""

from collections.abc import Mapping
from typing import Any, Final

import yaml

from delest.errors import N_, InputError
from delest.fleet.lists.row import problem, service
from delest.records.fleet.service import FleetList, ProblemKind, RowProblem, Service
from delest.urls import start_url

_MOST_PAGES: Final = 1000


def parse(text: str, source: str) -> FleetList:
    """Return the services of a DashLord configuration.

    ``tools.delest: false``, of all or of one address, takes services out. ``pages`` of an address are loaded beside
    it, and no others.

    Raises:
        InputError: it is not YAML, or has no list ``urls``.
    """
    try:
        whole: Any = yaml.safe_load(text)
        lines = _lines(yaml.compose(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(
            N_("{file} is not YAML: {problem}"),
            remedy=N_("see the example of DashLord: https://github.com/SocialGouv/dashlord"),
            file=source,
            problem=" ".join(str(error).split())[:200],
        ) from error
    rows = whole.get("urls") if isinstance(whole, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise InputError(
            N_("{file} has no list of addresses under urls"), remedy=N_("write `urls:` and one entry a service"),
            file=source,
        )  # fmt: skip
    by_default = _wanted(whole.get("tools"), default=True)
    services: list[Service] = []
    problems: list[RowProblem] = []
    for row, line in zip(rows, lines, strict=True):
        try:
            services.append(_service(row, line, by_default=by_default))
        except InputError as error:
            problems.append(problem(error, line, "", ProblemKind.WRONG_ROW))
    return FleetList(source=source, services=tuple(services), problems=tuple(problems))


def _lines(whole: Any) -> list[int]:
    """Return the line on which each entry of ``urls`` begins; of repeated keys YAML takes the last."""
    keys = {key.value: value for key, value in whole.value} if isinstance(whole, yaml.MappingNode) else {}
    urls = keys.get("urls")
    return [each.start_mark.line + 1 for each in urls.value] if isinstance(urls, yaml.SequenceNode) else []


def _service(row: Any, line: int, *, by_default: bool) -> Service:
    if isinstance(row, str):
        row = {"url": row}
    if not isinstance(row, Mapping):
        raise InputError(N_("an entry of urls without a url"), remedy=N_("write `- url: https://www.example.org/`"))
    tags = row.get("tags")
    cells = {
        "url": _text(row.get("url")),
        "name": _text(row.get("title")),
        "theme": _text(row.get("category")),
        "tags": "|".join(map(_text, tags)) if isinstance(tags, list) else _text(tags),
        "active": "yes" if _wanted(row.get("tools"), default=by_default) else "no",
    }
    found = service(cells, line)
    pages = row.get("pages")
    if not isinstance(pages, list) or not pages:
        return found
    from msgspec.structs import replace  # noqa: PLC0415 - few lists have pages

    others = [_page(_text(page), found.url) for page in pages[:_MOST_PAGES]]
    return replace(found, pages=tuple(dict.fromkeys((found.url, *others))))


def _page(text: str, base: str) -> str:
    """Return the URL of a page, which may be a path of its site."""
    return start_url(base.rstrip("/") + text if text.startswith("/") else text)


def _wanted(tools: Any, *, default: bool) -> bool:
    said = tools.get("delest") if isinstance(tools, Mapping) else None
    return said if isinstance(said, bool) else default


def _text(value: Any) -> str:
    return "" if value is None else str(value)[:2000].strip()
