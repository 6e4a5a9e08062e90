"""Files of users that are cut, overwritten or mixed up are read, or refused with an error of delest.

Each starts from a real file of ``fixtures``, so that most of the damage is found deep inside the readers.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import delest
from delest.errors import DelestError
from delest.measure.har.read import read as read_har
from delest.traffic.reading import read_traffic

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
