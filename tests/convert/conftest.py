"""The released sets, read once."""

import pytest

from delest.factors import load


@pytest.fixture(scope="session")
def sets():
    return load.released()
