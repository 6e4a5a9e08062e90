"""HTML: one file that needs nothing beside itself, for a service team to read, print and publish."""

import base64
import hashlib
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from delest.report.figures import plain
from delest.report.format import Format
from delest.report.language.words import language
from delest.report.markup.blocks import block, blocks
from delest.report.markup.inline import inline
from delest.report.page import Page


def render(page: Page) -> str:
    """Return the page as one HTML document without outside resources, complete where scripts do not run."""
    script = _source("page.js").strip()
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            title=plain(page.title),
            language=language(),
            style=_source("page.css"),
            script=script if "<table" in str(blocks((*page.lead, *page.sections), 2)) else "",
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            block=block,
            inline=inline,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("delest.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _source(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None  # noqa: S101 - it was given above
    return environment.loader.get_source(environment, name)[0]


FORMAT: Final = Format(id="html", suffixes=(".html", ".htm"), render=render)
