"""All that is tried on a page is made within the time that a page has; what is not is counted as lost."""

import pytest
from msgspec.structs import replace

from delest.advise.workshop import Workshop
from delest.pipeline.proving import changes
from delest.pipeline.proving.changes import changes_of
from tests.measure.replay.test_answers import LOAD, SITE, taped
from tests.measure.replay.test_changed import tape
from tests.page_loads import transfer

STYLE = b"body { color : red ; } /* and much more of it */ " * 200
PAGE = tape(
    taped("/", b"<!doctype html><link rel=stylesheet href=/old.css>"),
    taped("/old.css", status=301, fields=(("Location", "/new.css"),)),
    taped("/new.css", STYLE, fields=(("Content-Type", "text/css"),)),
)
TRANSFERS = (
    transfer(f"{SITE}/", 300, status=200, protocol="http/1.1"),
    transfer(f"{SITE}/old.css", 2_000, status=301, redirect_hop=1, protocol="http/1.1"),
    transfer(
        f"{SITE}/new.css", len(STYLE) + 200, status=200, protocol="http/1.1", mime_type="text/css",
        encoded_body_bytes=len(STYLE), decoded_body_bytes=len(STYLE),
    ),
)  # fmt: skip


@pytest.fixture
def page():
    return replace(PAGE, page_url=f"{SITE}/", load=replace(LOAD, final_url=f"{SITE}/", transfers=TRANSFERS))


def test_in_time_lighter_files_and_changes_of_the_document_are_tried(page):
    with Workshop(1) as shop:
        tried = {each.rule: each for each in changes_of(page, shop)}
        assert {"text-compression", "code-minify", "redirects"} <= tried.keys()
        assert tried["redirects"].gone_urls == (f"{SITE}/old.css",)
        assert shop.lost == 0


def test_without_time_neither_is(page, monkeypatch):
    monkeypatch.setattr(changes, "MAKING_LIMIT_S", 0.0)
    with Workshop(1) as shop:
        assert changes_of(page, shop) == []
        assert shop.lost > 0
