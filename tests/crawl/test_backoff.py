import math
from datetime import UTC, datetime

import pytest

from delest.crawl.site.backoff import asked_for_s, wait_s

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "seconds"),
    [
        ("1", 1),
        (" 120 ", 120),
        ("0", 0),
        ("Sun, 01 Mar 2026 12:01:30 GMT", 90),
        ("Sun, 01 Mar 2026 13:00:30 +0100", 30),
        ("Sun, 01 Mar 2026 12:00:30", 30),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("\u0661", None),
        ("soon", None),
        ("9999999999", 9999999999),
        ("9" * 5000, math.inf),
        ("Sun, 99 Mar 99999999 12:00:00 GMT", None),
    ],
)
def test_what_retry_after_asks_for(field, seconds):
    assert asked_for_s(field, NOW) == seconds


@pytest.mark.parametrize("status", [429, 503])
def test_a_page_is_loaded_three_times_at_most_after_growing_waits(status):
    assert [wait_s(status, "", tries=n, now=NOW) for n in (1, 2, 3)] == [5, 20, None]
    assert [wait_s(status, "7", tries=n, now=NOW) for n in (1, 2, 3)] == [7, 7, None]


@pytest.mark.parametrize("status", [None, 200, 404, 500, 502])
def test_other_answers_are_final(status):
    assert wait_s(status, "1", tries=1, now=NOW) is None


def test_a_site_that_asks_for_a_long_time_is_not_asked_again():
    assert wait_s(503, "300", tries=1, now=NOW) == 300
    assert wait_s(503, "301", tries=1, now=NOW) is None
    assert wait_s(503, "Mon, 02 Mar 2026 12:00:00 GMT", tries=1, now=NOW) is None
