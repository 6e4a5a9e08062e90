import zipfile

import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import Row
from delest.traffic.reading import read_traffic

PAGES = """\
"date","hostname","page","visits","visitors","pageviews","total_scroll_depth"
2026-01-01,example.org,/,5,5,8,9
2026-01-02,example.org,/,5,5,2,9
2026-01-02,example.org,/aide,1,1,3,9
"""
ENTRIES = """\
"date","entry_page","visitors","entrances","visit_duration","bounces","pageviews"
2026-01-01,/,5,6,100,1,9
2026-01-31,/aide,1,1,100,1,2
"""


def test_days_of_the_export_are_added_up_and_the_name_states_the_period(tmp_path):
    (tmp_path / "imported_pages_20260101_20260131.csv").write_text(PAGES)
    export = read_traffic([str(tmp_path / "imported_pages_20260101_20260131.csv")])
    assert export.source == "plausible"
    assert export.rows == (Row(page="https://example.org/", views=10), Row(page="https://example.org/aide", views=3))
    assert export.period.days == 31


def test_its_zip_holds_pages_and_entries(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("imported_pages_20260101_20260131.csv", PAGES.replace("example.org", ""))
        archive.writestr("imported_entry_pages_20260101_20260131.csv", ENTRIES)
        archive.writestr("imported_browsers_20260101_20260131.csv", "date,browser,visitors\n2026-01-01,Firefox,3\n")
    export = read_traffic([str(tmp_path / "export.zip")])
    assert export.rows == (Row(page="/", views=10, entries=6), Row(page="/aide", views=3, entries=1))
    assert export.period.days == 31


def test_the_table_of_the_dashboard(tmp_path):
    (tmp_path / "pages.csv").write_text(
        "name,visitors,pageviews,bounce_rate,time_on_page,scroll_depth\n/,12,150,50,30,80\n/blog,4,50,60,10,40\n"
    )
    export = read_traffic([str(tmp_path / "pages.csv")])
    assert export.rows == (Row(page="/", views=150), Row(page="/blog", views=50))
    assert export.period is None


def test_another_file_of_the_export_is_refused(tmp_path):
    (tmp_path / "imported_visitors_20260101_20260131.csv").write_text(
        "date,visitors,pageviews,bounces,visits,visit_duration\n2026-01-01,3,5,1,3,60\n"
    )
    with pytest.raises(InputError, match="not one of pages"):
        read_traffic([str(tmp_path / "imported_visitors_20260101_20260131.csv")])
