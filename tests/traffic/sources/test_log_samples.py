"""Every sample of a server's log format, read as a user would name it."""

from pathlib import Path

import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import RobotsBy
from delest.traffic.reading import read_traffic

LOGS = Path(__file__).parents[3] / "fixtures" / "traffic" / "logs"

PAGES = {
    "alb.log": ("log-elb", {"people": 1}, "https://www.example.com/path/index.html"),
    "elb.log": ("log-elb", {"people": 1, "no_request": 2}, "https://www.example.com/path/index.html"),
    "amazon_cloudfront_web.log": ("log-w3c", {"people": 1, "no_request": 2}, "https://example.com/view/my/file.html"),
    "caddy_json.log": ("log-json", {"people": 1, "parts": 2}, "https://example.com/beta/"),
    "common.log": ("log-common", {"redirects": 1}, None),
    "common.log.gz": ("log-common", {"other_methods": 1}, None),
    "common_complete.log": ("log-common", {"redirects": 1}, None),
    "common_encoding_big5.log": ("log-common", {"redirects": 1}, None),
    "common_vhost.log": ("log-common", {"redirects": 1}, None),
    "custom_regex_custom_date.log": ("log-common", {"redirects": 1}, None),
    "gandi.log": ("log-common", {"people": 1, "redirects": 1}, "https://www.example.com/"),
    "haproxy.log": ("log-haproxy", {"other_methods": 1}, None),
    "icecast2.log": ("log-common", {"redirects": 1}, None),
    "iis.log": (
        "log-w3c",
        {"people": 1, "no_request": 4},
        "https://example.com/foo/bar?topCat1=divinity&submit=Search",
    ),
    "iis_custom.log": (
        "log-w3c",
        {"people": 1, "redirects": 1, "errors": 1, "no_request": 7},
        "https://xzy.example.com/Products/theProduct",
    ),
    "incapsula_w3c.log": ("log-w3c", {"people": 1, "no_request": 5}, "https://www.example.com/page.php?variable=test"),
    "logs_to_tests.log": ("log-common", {"parts": 3, "other_methods": 1, "no_request": 2}, None),
    "ncsa_extended.log": ("log-common", {"redirects": 1}, None),
    "netscaler.log": ("log-w3c", {"redirects": 1, "no_request": 4}, None),
    "nginx_json.log": ("log-json", {"parts": 2}, None),
    "ovh.log": ("log-common", {"redirects": 1}, None),
    "s3.log": ("log-s3", {"people": 1}, "https://www.example.com/index"),
    "shoutcast.log": ("log-w3c", {"people": 1, "no_request": 3}, "/stream?title=UKR%20Nights"),
    "splitted_date_and_time.log": ("log-w3c", {"people": 1, "no_request": 1}, "/stream?title=UKR%20Nights"),
    "static_ignores.log": ("log-common", {"people": 1, "parts": 3}, "https://www.example.com/"),
    "traefik_json.log": ("log-json", {"people": 1}, "https://localhost/my/app/auth?id=1234&user=dude"),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_format_is_recognised_and_each_line_has_its_place(name):
    source, counts, page = PAGES[name]
    export = read_traffic([str(LOGS / name)])
    assert export.source == source
    assert [row.page for row in export.rows] == ([page] if page else [])
    found = {field: getattr(export.lines, field) for field in export.lines.__struct_fields__ if field != "no_agent"}
    assert {field: n for field, n in found.items() if n and field != "lines"} == counts
    assert found["lines"] == sum(counts.values())


def test_every_sample_is_in_a_test():
    others = {"amazon_cloudfront_rtmp.log", "apache-combined-2015-2000.log.gz"}
    assert {path.name for path in LOGS.iterdir()} - others == set(PAGES)


def test_a_log_of_streams_names_the_column_that_is_missing():
    with pytest.raises(InputError, match="without the columns sc-status"):
        read_traffic([str(LOGS / "amazon_cloudfront_rtmp.log")])


def test_a_real_log_of_apache():
    export = read_traffic([str(LOGS / "apache-combined-2015-2000.log.gz")])
    assert (export.source, export.robots_by) == ("log-common", RobotsBy.LIST)
    counts = export.lines
    assert counts.lines == 2000
    assert (counts.people, counts.robots, counts.documents) == (
        343,
        410,
        5,
    )  # counted line by line by another program too
    assert sum(row.views for row in export.rows) == counts.people
    assert export.period.first_day.isoformat() == "2015-05-17"
    assert 0.5 < export.period.days < 1.5


def test_no_address_of_a_client_is_kept():
    export = read_traffic([str(LOGS / name) for name in ("gandi.log",)])
    assert "125.125" not in repr(export)
    assert "theuser" not in repr(export)
