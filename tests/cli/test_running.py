"""What a command that was stopped at once says."""

import signal
import subprocess

import pytest
from click import Abort

from delest.cli.running import kept_of
from tests.command import command, environment


def test_an_audit_stopped_before_it_wrote_anything_has_nothing_to_report(tmp_path):
    with pytest.raises(Abort):
        kept_of(tmp_path / "never begun")


def test_two_interruptions_at_once_are_told_as_one(tmp_path):
    """A supervisor, such as ``timeout``, may signal a process and its group: it hears the same signal twice."""
    words = command("audit", "http://127.0.0.1:9/", "--run", tmp_path / "run")
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()) as audit:
        said = audit.stderr.readline()
        audit.send_signal(signal.SIGINT)
        audit.send_signal(signal.SIGINT)
        _, more = audit.communicate(timeout=120)
    assert "Traceback" not in said + more
    assert "no run in" not in said + more
