from pathlib import Path

import pytest

from delest.errors import NoBrowserError
from delest.measure.browser import candidates


def executable(folder, name):
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_order_is_asked_for_then_named_then_playwrights_then_the_path(tmp_path):
    asked, named, own, found = (executable(tmp_path, n) for n in ("asked", "named", "own", "chromium"))
    environment = {"DELEST_BROWSER": str(named), "PATH": str(tmp_path)}
    listed = list(candidates(str(asked), environment, str(own)))
    assert listed[:4] == [asked, named, own, found]


@pytest.mark.parametrize("name", ["DELEST_BROWSER", "CHROME_PATH"])
def test_a_browser_named_and_not_there_is_an_error_and_no_other_is_taken(tmp_path, name):
    executable(tmp_path, "chromium")
    with pytest.raises(NoBrowserError) as raised:
        list(candidates(None, {name: str(tmp_path / "gone"), "PATH": str(tmp_path)}, None))
    assert raised.value.values["origin"] == name


def test_playwrights_own_counts_only_where_it_is(tmp_path):
    assert Path("gone") not in list(candidates(None, {"PATH": str(tmp_path)}, "gone"))
