import pytest

from delest.records.co2e.traffic import Row
from delest.traffic.reading import read_traffic


@pytest.mark.parametrize(
    "header", ["Top pages,Clicks,Impressions,CTR,Position", "Pages les plus populaires,Clics,Impressions,CTR,Position"]
)
def test_clicks_are_a_weak_substitute(tmp_path, header):
    (tmp_path / "Pages.csv").write_text(f"{header}\nhttps://example.org/,12,90,13%,3.1\n", "utf-8")
    export = read_traffic([str(tmp_path / "Pages.csv")])
    assert (export.source, export.weak) == ("search-console", True)
    assert export.rows == (Row(page="https://example.org/", views=12),)
    assert "not page views" in str(export.recognised[0])
