import subprocess
import sys
from pathlib import Path

import pytest

from delest.errors import NoBrowserError
from delest.measure.browser.find import candidates
from tests.command import environment


def executable(folder, name):
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_order_is_asked_for_then_named_then_playwrights_then_the_path(tmp_path):
    asked, named, own, found = (executable(tmp_path, n) for n in ("asked", "named", "own", "chromium"))
    named_in = {"DELEST_BROWSER": str(named), "PATH": str(tmp_path)}
    listed = list(candidates(str(asked), named_in, str(own)))
    assert listed[:4] == [asked, named, own, found]


@pytest.mark.parametrize("name", ["DELEST_BROWSER", "CHROME_PATH"])
def test_a_browser_named_and_not_there_is_an_error_and_no_other_is_taken(tmp_path, name):
    executable(tmp_path, "chromium")
    with pytest.raises(NoBrowserError) as raised:
        list(candidates(None, {name: str(tmp_path / "gone"), "PATH": str(tmp_path)}, None))
    assert raised.value.values["origin"] == name


def test_playwrights_own_counts_only_where_it_is(tmp_path):
    assert Path("gone") not in list(candidates(None, {"PATH": str(tmp_path)}, "gone"))


STOPPED_AT_ONCE = """
import asyncio
from delest.measure.browser.browser import Driver
from delest.records.runs.loading import LoadOptions

async def main():
    starting = asyncio.ensure_future(Driver(LoadOptions()).__aenter__())
    await asyncio.sleep(0)
    starting.cancel()
    await asyncio.wait([starting])
    print(starting.cancelled())

asyncio.run(main())
"""


def test_a_process_that_is_stopped_while_the_driver_starts_ends():
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_AT_ONCE],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert ended.stdout == "True\n"
