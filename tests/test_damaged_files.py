"""Files of users and of sites that are cut, overwritten or mixed up are read, or refused with an error of delest.

Each starts from a real file of ``fixtures``, so that most of the damage is found deep inside the readers.
"""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import delest
from delest.crawl.client import Fetched
from delest.crawl.site.robots import read_robots
from delest.crawl.site.sitemap_file import parse_sitemap
from delest.errors import DelestError
from delest.measure.har.read import read as read_har
from delest.measure.netlog.ledger import read_ledger
from delest.measure.netlog.trace_event import decode
from delest.traffic.reading import read_traffic
from tests.measure.recorded import events, recorded

FIXTURES = Path(__file__).parents[1] / "fixtures"
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PUTS = (
    b"null",
    b"-1",
    b"1e999",
    b"{}",
    b"[]",
    b'""',
    b"\x00",
    b"\xff\xfe",
    b"9" * 40,
    b"\xe2\x80\xae",
    b"\r",
    b"\n",
    b";",
)
SPLICE = st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.binary(max_size=12), st.sampled_from(PUTS)))
SPLICES = st.lists(SPLICE, min_size=1, max_size=4)


def damaged(data, splices):
    """Return the bytes with some places (a share of the length) overwritten by others."""
    for share, gone, put in splices:
        at = int(share * len(data))
        data = data[:at] + put + data[at + gone :]
    return data


def read_or_refused(read):
    """Tell whether it was read; an error other than one of delest fails the test."""
    try:
        read()
    except DelestError:
        return False
    return True


@pytest.mark.parametrize("name", ["golang-2019.har", "odd-missing-pageref.har"])
def test_a_damaged_har_is_read_or_refused(name):
    whole = (FIXTURES / "har" / name).read_bytes()
    assert read_har(name, whole)

    @BOUNDED
    @given(SPLICES)
    def look(splices):
        read_or_refused(lambda: read_har(name, damaged(whole, splices)))

    look()


@pytest.mark.parametrize(
    "name",
    ["matomo-report-month.csv", "matomo-report-month.tsv", "tableur-fr.csv", "logs/common.log", "logs/alb.log"],
)
def test_damaged_page_views_are_read_or_refused(tmp_path, name):
    whole = (FIXTURES / "traffic" / name).read_bytes()
    file = tmp_path / Path(name).name
    file.write_bytes(whole)
    assert read_or_refused(lambda: read_traffic([str(file)]))

    @BOUNDED
    @given(SPLICES)
    def look(splices):
        file.write_bytes(damaged(whole, splices))
        read_or_refused(lambda: read_traffic([str(file)]))

    look()


def test_a_damaged_run_is_opened_or_refused(tmp_path):
    run = shutil.copytree(FIXTURES / "runs" / "format-3", tmp_path / "run")
    whole = (run / "run.sqlite").read_bytes()
    assert read_or_refused(lambda: delest.open_run(run))

    @BOUNDED
    @given(SPLICES)
    def look(splices):
        (run / "run.sqlite").write_bytes(damaged(whole, splices))
        read_or_refused(lambda: delest.open_run(run).to_dicts())

    look()


@pytest.mark.parametrize("name", ["en.wikipedia.org.txt", "www.ed.ac.uk.txt"])
def test_a_damaged_robots_file_is_read_as_far_as_it_goes(name):
    whole = (FIXTURES / "crawl" / "robots" / name).read_bytes()

    @BOUNDED
    @given(SPLICES)
    def look(splices):
        body = damaged(whole, splices)
        robots = read_robots(Fetched(url="https://example.org/robots.txt", status=200, body=body, truncated=False))
        assert robots.allows("https://example.org/a") in {True, False}
        assert robots.crawl_delay_s is None or robots.crawl_delay_s >= 0

    look()


@pytest.mark.parametrize("name", ["news.xml", "gz.xml.gz", "hreflang.xml"])
def test_a_damaged_sitemap_is_read_as_far_as_it_goes(name):
    whole = (FIXTURES / "crawl" / "sitemaps" / name).read_bytes()
    known = len(parse_sitemap(whole, "https://example.org/sitemap.xml").pages)
    assert known

    @BOUNDED
    @given(SPLICES)
    def look(splices):
        found = parse_sitemap(damaged(whole, splices), "https://example.org/sitemap.xml")
        assert len(found.pages) <= known + 4  # a splice may cut one address in two

    look()


@pytest.mark.parametrize("name", ["worker-http", "identity-h2", "lossy-h3"])
def test_a_network_log_that_lost_events_is_counted_as_far_as_it_goes(name):
    known = events(name)
    whole = read_ledger(known).received_bytes

    @BOUNDED
    @given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 200)), min_size=1, max_size=4))
    def look(gaps):
        left = list(known)
        for share, gone in gaps:
            at = int(share * len(left))
            left = left[:at] + left[at + gone :]
        assert 0 <= read_ledger(left).received_bytes <= whole

    look()


def test_a_network_log_that_was_cut_is_refused():
    trace = json.dumps({"traceEvents": recorded("worker-http")["traceEvents"]}).encode()
    assert decode(trace)

    @BOUNDED
    @given(st.floats(0, 0.99))
    def look(share):
        with pytest.raises(msgspec.DecodeError):
            decode(trace[: int(share * len(trace))])

    look()
