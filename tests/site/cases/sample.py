"""The accuracy sample in fixtures/: recorded answers, replayed byte for byte."""

import json
from pathlib import Path

from tests.site.answers import Verbatim
from tests.site.cases.case import HTTP1, Case

_FOLDER = Path(__file__).parents[3] / "fixtures" / "accuracy-sample"
_PAGES = json.loads((_FOLDER / "manifest.json").read_text())["pages"]


def _case(name: str, page: dict) -> Case:
    responses = page["responses"]
    return Case(
        name=f"sample-{name}",
        about=page["description"],
        answers={
            path: Verbatim(raw=(_FOLDER / one["file"]).read_bytes(), close=one["close"])
            for path, one in responses.items()
        },
        times={path: one["times"] for path, one in responses.items()},
        entry=page["entry"].rpartition("/")[2],
        transports=HTTP1,
    )


CASES = tuple(_case(name, page) for name, page in _PAGES.items())

MANIFEST_BYTES = {f"sample-{name}": int(page["transferred_bytes"]) for name, page in _PAGES.items()}
"""Case -> the transferred bytes of one complete visit."""
