import pytest

from delest.errors import InputError
from delest.message import Message
from delest.records.co2e.traffic import Export, Period, Row
from delest.traffic.given import traffic_of
from tests.page_loads import load, page

HOME = page(load(url="https://example.org/"))


def test_a_figure_or_nothing_is_the_traffic_as_it_stands():
    traffic, warnings = traffic_of(9.0)
    assert (traffic.views_per_year, warnings) == (9, ())
    assert traffic_of(None) == (None, ())
    with pytest.raises(InputError):
        traffic_of(-1.0)


def test_an_export_of_another_site_costs_the_traffic_and_not_the_pages():
    unread = Message.of("a line of {file}", file="v.csv")
    rows = (Row(page="https://o.net/", views=5),)
    export = Export(source="table", files=("v.csv",), period=Period(days=1), rows=rows, warnings=(unread,))
    traffic, warnings = traffic_of(export, [HOME])
    assert traffic is None
    assert list(map(str, warnings)) == ["a line of v.csv", "table v.csv: no page view of the site that was measured"]
