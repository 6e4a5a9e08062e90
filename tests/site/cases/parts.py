"""The pieces that pages are made of. Pages are never kept by a cache, their resources for ten minutes."""

from tests.site.answers import Answer
from tests.site.content import json_text, png, prose, ttf

KEPT = ("Cache-Control", "max-age=600")
NOT_KEPT = ("Cache-Control", "no-store")
ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
ICONLESS = '<link rel="icon" href="data:,">'
"""Without this a browser asks for /favicon.ico."""


def page(body: str, *, head: str = ICONLESS, status: int = 200, coding: str = "") -> Answer:
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Case</title>{head}\n{body}\n'
    fields = (("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache"))
    return Answer(status=status, fields=fields, body=text, coding=coding)


def tall_page(body: str, *, screens: int = 4) -> Answer:
    """A page with that many screens of nothing above ``body``."""
    return page(f'<div style="height:{screens}00vh"></div>{body}')


def script(text: str, seed: str = "", length: int = 0, coding: str = "") -> Answer:
    """A script, made longer by a comment of prose."""
    body = f"{text}\n/* {prose(seed, length)} */" if length else text
    return Answer(fields=(("Content-Type", "text/javascript"), KEPT, ANY_ORIGIN), body=body, coding=coding)


def style(text: str, seed: str = "", length: int = 0, coding: str = "") -> Answer:
    """A style sheet, made longer by a comment of prose."""
    body = f"{text}\n/* {prose(seed, length)} */" if length else text
    return Answer(fields=(("Content-Type", "text/css"), KEPT), body=body, coding=coding)


def image(seed: str, side_px: int = 60) -> Answer:
    return Answer(fields=(("Content-Type", "image/png"), KEPT), body=png(seed, side_px))


def data(seed: str, length: int = 5000) -> Answer:
    """JSON that any origin may read and no cache keeps."""
    fields = (("Content-Type", "application/json"), NOT_KEPT, ANY_ORIGIN)
    return Answer(fields=fields, body=json_text(seed, length))


def font() -> Answer:
    return Answer(fields=(("Content-Type", "font/ttf"), KEPT, ANY_ORIGIN), body=ttf())


def plain(text: str, status: int = 200) -> Answer:
    return Answer(status=status, fields=(("Content-Type", "text/plain"), NOT_KEPT, ANY_ORIGIN), body=text)


def redirect(status: int, to: str) -> Answer:
    """A redirect that says where to in 2 kB of text which nobody will read."""
    fields = (("Location", to), ("Content-Type", "text/plain"), NOT_KEPT, ANY_ORIGIN)
    return Answer(status=status, fields=fields, body=prose(to, 2000))
