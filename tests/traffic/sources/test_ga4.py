import json
from pathlib import Path

import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import RobotsBy, Row, Unplaced
from delest.traffic.reading import read_traffic

FIXTURES = Path(__file__).parents[3] / "fixtures" / "traffic"


def read(path):
    return read_traffic([str(path)])


def test_a_report_of_dap():
    export = read(FIXTURES / "ga4-sba-pages-30-days.csv")
    assert (export.source, export.period.days, export.robots_by) == ("ga4", 30, RobotsBy.TOOL)
    assert len(export.rows) == 49
    assert export.warnings == ()
    assert export.rows[0] == Row(page="https://www.sba.gov/", views=351_310)
    assert Row(page="https://www.sba.gov/documents?query=", views=5_752) in export.rows


@pytest.mark.parametrize(
    "name",
    [f"ga4-{each}-30-days.csv" for each in ("gsa-domains", "gsa-pages", "nsf-pages", "opm-pages")],
)
def test_a_report_by_site_is_the_wrong_one(name):
    with pytest.raises(InputError, match="counts page views by site \\(column domain\\), not by page"):
        read(FIXTURES / name)


def test_daps_report_in_json_says_that_it_was_cut():
    export = read(FIXTURES / "ga4-gsa-top-pages-30-days.json")
    assert len(export.rows) == 20
    assert sum(row.views for row in export.rows) == 22_380_162
    assert "not complete by its own account (limit 20)" in str(export.warnings[0])


def test_an_export_with_titles_comments_and_a_stray_quote():
    export = read(FIXTURES / "titles-and-comments.tsv")
    assert [(row.page, row.views) for row in export.rows] == [("/", 1_234_567), ('/a "quoted', 81), ("/about", 42)]
    assert export.unplaced == (Unplaced(label="(other)", views=7),)
    assert export.stated_total == 1_234_690


FRENCH = """\
# ----------------------------------------
# Pages et écrans
# Site
# ----------------------------------------
#
# Date de début : 20260101
# Date de fin : 20260131

Chemin de la page et classe de l’écran,Vues,Utilisateurs actifs
,1000,300
/,600,200
/aide,200,100
(other),150,90
(not set),50,9
"""


def test_a_french_report_states_its_period(tmp_path):
    (tmp_path / "rapport.csv").write_text(FRENCH, "utf-8")
    export = read(tmp_path / "rapport.csv")
    assert export.period.days == 31
    assert export.period.first_day.isoformat() == "2026-01-01"
    assert [(row.page, row.views) for row in export.rows] == [("/", 600), ("/aide", 200)]
    assert {row.label: row.views for row in export.unplaced} == {"(other)": 150, "(not set)": 50}
    assert export.stated_total == 1000
    assert export.warnings == ()


def test_a_report_of_titles_is_refused(tmp_path):
    (tmp_path / "r.csv").write_text(
        "# Start date: 20260101\n# End date: 20260131\n\nPage title and screen class,Views\nHome,5\n"
    )
    with pytest.raises(InputError, match="titles such as"):
        read(tmp_path / "r.csv")


def test_a_report_of_something_else_is_refused(tmp_path):
    (tmp_path / "r.csv").write_text("# Start date: 20260101\n# End date: 20260131\n\nCountry,Active users\nFrance,5\n")
    with pytest.raises(InputError, match="not one of pages and their views"):
        read(tmp_path / "r.csv")


def api(*rows, **more):
    return json.dumps(
        {
            "dimensionHeaders": [{"name": "hostName"}, {"name": "pagePath"}],
            "metricHeaders": [{"name": "screenPageViews", "type": "TYPE_INTEGER"}],
            "rows": [
                {"dimensionValues": [{"value": h}, {"value": p}], "metricValues": [{"value": str(n)}]}
                for h, p, n in rows
            ],
            "rowCount": len(rows),
            **more,
        }
    )


def test_an_answer_of_the_api_joins_host_and_path(tmp_path):
    (tmp_path / "r.json").write_text(api(("a.example.org", "/x", 5), ("b.example.org", "(other)", 4)))
    export = read(tmp_path / "r.json")
    assert export.rows == (Row(page="https://a.example.org/x", views=5),)
    assert export.unplaced == (Unplaced(label="(other)", views=4),)
    assert export.warnings == ()


@pytest.mark.parametrize(
    "more",
    [{"metadata": {"dataLossFromOtherRow": True}}, {"metadata": {"subjectToThresholding": True}}, {"rowCount": 90_000}],
)
def test_an_answer_that_lost_something_says_so(tmp_path, more):
    (tmp_path / "r.json").write_text(api(("a.example.org", "/x", 5), **more))
    (warning,) = read(tmp_path / "r.json").warnings
    assert "not complete by its own account" in str(warning)


def test_broken_json_is_an_input_error(tmp_path):
    (tmp_path / "r.json").write_text(api(("a.example.org", "/x", 5))[:-20])
    with pytest.raises(InputError, match="broken XML or JSON"):
        read(tmp_path / "r.json")
