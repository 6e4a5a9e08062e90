import sys

import pytest

from delest.errors import ExitCode
from tests.command import delest


@pytest.mark.parametrize("said", ["error while loading shared libraries: libnss3.so", ""])
def test_a_program_that_is_no_chromium_is_told_with_what_it_said(tmp_path, said):
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit({said!r} or 1)\n", "utf-8")
    program.chmod(0o755)
    found = delest("doctor", "--browser", program)
    assert found.returncode == ExitCode.NO_BROWSER
    assert f"{program} is not a Chromium, or libraries that it needs are missing: {said}" in found.stderr
    assert "run `delest doctor`" not in found.stderr
