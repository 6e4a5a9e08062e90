import pytest

from delest.measure.freshness import lifetime_s

DATE = ("date", "Sun, 22 Nov 2026 12:00:00 GMT")


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ([], None),
        ([("cache-control", "max-age=600")], 600),
        ([("cache-control", "public, Max-Age = 60")], 60),
        ([("cache-control", "no-store, max-age=600")], 0),
        ([("cache-control", "no-cache")], 0),
        ([("cache-control", 'max-age=3600, no-cache="set-cookie, x"')], 3600),
        ([("cache-control", 'no-cache="set-cookie", no-cache')], 0),
        ([("cache-control", "public"), ("cache-control", "max-age=5")], 5),
        ([("expires", "Sun, 22 Nov 2026 13:00:00 GMT"), DATE], 3600),
        ([("expires", "Sun, 22 Nov 2026 11:00:00 GMT"), DATE], 0),
        ([("expires", "0"), DATE], 0),
        ([("expires", f"Sun, 22 Nov {'9' * 20} 13:00:00 GMT"), DATE], 0),
        ([("expires", f"Sun, 22 Nov 2026 13:00:00 +{'9' * 14}"), DATE], 0),
        ([("cache-control", f"max-age={'9' * 400}")], 2**31),
        ([("expires", "Sun, 22 Nov 2026 13:00:00 GMT")], None),
        ([("cache-control", "max-age=10"), ("expires", "Sun, 22 Nov 2026 13:00:00 GMT"), DATE], 10),
        ([("cache-control", "private")], None),
    ],
)
def test_lifetime(fields, seconds):
    assert lifetime_s(fields) == seconds
