"""What tests of rules share: the child processes that make lighter bodies."""

import pytest

from delest.advise.workshop import Workshop


@pytest.fixture(scope="session")
def shop():
    with Workshop(1) as open_for_the_session:
        yield open_for_the_session
