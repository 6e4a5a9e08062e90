"""What tests of several rooms share: the counting test site and the browser."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

from tests.site.server import CountingSite

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

os.environ["DELEST_DEVELOPMENT"] = "1"  # a mistake in a rule fails the test that meets it

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


def pytest_xdist_auto_num_workers():
    """One process more than there are cores: tests that drive a browser wait a lot, and fail where they starve."""
    return min(8, 1 + (os.cpu_count() or 1))


@pytest.fixture(scope="session")
def site():
    """The counting test site; a test begins with ``site.reset()``."""
    with CountingSite() as running:
        yield running


@pytest.fixture(scope="session")
def browser_path():
    """A Chromium; a test that needs one fails where there is none."""
    found = os.environ.get("DELEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(f"no browser: none of {', '.join(BROWSERS)} is on PATH; `delest doctor` says how to get one")
    return found
