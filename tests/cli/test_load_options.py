"""Options that contradict one another are refused before anything is loaded."""

import pytest
from click.testing import CliRunner

from delest.cli import audit


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--runs", "4", "--max-runs", "3"], "--max-runs"),
        (["--visits", "all", "--insecure"], "--ca FILE"),
        (["--warm-share", "50%"], "--visits all"),
        (["--login", "a.toml", "--storage-state", "b.json"], "give one of them"),
        (["--visits", "all", "--warm-share", "0.6", "--in-visit-share", "0.5"], "at most 1"),
    ],
)
def test_options_that_contradict_one_another_are_refused(tmp_path, options, said):
    asked = ["http://127.0.0.1:9/", *options, "--run", str(tmp_path / "run")]
    found = CliRunner().invoke(audit.command, asked)
    assert found.exit_code != 0
    assert said in str(found.exception.remedy)
    assert not (tmp_path / "run").exists()
