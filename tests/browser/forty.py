"""A page on which forty files can be made lighter: more than a proof has time for."""

import hashlib
import random

from delest.pipeline.proving.change import Change
from delest.records.advice.remedy import Remedy
from tests.browser.small_site import Answer

FILES = 40
COMMENT_BYTES = 3_000


def answers():
    """The page and its scripts, each with a comment of its own that can go."""
    scripts = "".join(f"<script src=/{n}.js></script>" for n in range(FILES))
    home = f"<!doctype html><html lang=en><title>Forty</title><link rel=icon href=data:,><h1>Forty files</h1>{scripts}"
    return {"/": Answer(home.encode())} | {
        f"/{n}.js": Answer(_script(n) + _comment(n), content_type="text/javascript") for n in range(FILES)
    }


def _script(n):
    return f"window.n{n} = {n};\n".encode()


def _comment(n):
    return b"/*" + random.Random(n).randbytes(COMMENT_BYTES // 2).hex().encode() + b"*/"


def changes(tape):
    """Each script without its comment, as a change of its own."""
    bodies = {each.url.rpartition("/")[2]: each for each in tape.responses}
    return [_change(bodies[f"{n}.js"], f"file-{n}", _script(n)) for n in range(FILES)]


def _change(response, rule, body):
    digest = hashlib.sha256(response.body).hexdigest()
    made = Remedy(rule=rule, url=response.url, body=body, content_type="text/javascript", replaces_sha256=digest)
    return Change(rule=rule, remedies=(made,))
