import json
from pathlib import Path

import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import RobotsBy, Row, Unplaced
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked

FIXTURES = Path(__file__).parents[3] / "fixtures" / "traffic"


def read(path, **asked):
    return read_traffic([str(path)], Asked(**asked))


def test_the_report_of_pages_in_xml_counts_leaves_alone():
    export = read(FIXTURES / "matomo-getPageUrls-range.xml")
    assert (export.source, export.robots_by) == ("matomo", RobotsBy.TOOL)
    assert len(export.rows) == 38
    assert sum(row.views for row in export.rows) == 69  # the sum of nb_hits of the uppermost rows
    assert export.rows[0] == Row(page="http://www.included2.com/blog/category/meta/", views=12, entries=10)


@pytest.mark.parametrize("name", ["matomo-report-month.csv", "matomo-report-month.tsv"])
def test_a_scheduled_report_has_its_table_of_pages_among_forty(name):
    export = read(FIXTURES / name)
    assert [(row.page, row.views) for row in export.rows] == [("/index.htm", 9), ("/thankyou", 16), ("/products", 1)]
    assert export.unplaced == (Unplaced(label="Page URL not defined", views=17),)


def test_a_scheduled_report_without_pages_says_what_to_add(tmp_path):
    (tmp_path / "r.csv").write_text("Country\nlabel,nb_visits\nFrance,3\n\nBrowsers\nlabel,nb_visits\nFirefox,3\n")
    with pytest.raises(InputError, match="none of its 2 tables is the report of pages"):
        read(tmp_path / "r.csv")


GUI = [
    "label,nb_visits,nb_hits,sum_time_spent,metadata_url\n/index,100,150,12,https://e.org/\nblog,30,50,9,https://e.org/blog\n",
    "Label,Unique Pageviews,Pageviews,Metadata: url\n/index,100,150,https://e.org/\nblog,30,50,https://e.org/blog\n",
    "Étiquette\tVues uniques\tPages vues\tMétadonnées : url\n/index\t100\t150\thttps://e.org/\nblog\t30\t50\thttps://e.org/blog\n",
]


@pytest.mark.parametrize("text", GUI)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_exports_of_the_interface(tmp_path, text, encoding):
    (tmp_path / "export.csv").write_bytes(text.encode(encoding))
    export = read(tmp_path / "export.csv")
    assert export.source == "matomo"
    assert [(row.page, row.views) for row in export.rows] == [("https://e.org/", 150), ("https://e.org/blog", 50)]


def test_rows_called_others_stay_in_the_whole(tmp_path):
    (tmp_path / "others.csv").write_text(
        "label,nb_hits,url\n/,120,https://e.org/\n/1/,30,https://e.org/1/\naide - Others,60,\nOthers,700,\n"
    )
    export = read(tmp_path / "others.csv")
    assert sum(row.views for row in export.rows) == 150
    assert {row.label: row.views for row in export.unplaced} == {"Others": 700, "aide - Others": 60}
    assert export.warnings == ()


def test_flat_labels_are_paths_and_folders_are_unplaced(tmp_path):
    (tmp_path / "flat.csv").write_text("label,nb_visits,nb_hits\n/aide,3,5\nblog/post,3,4\nblog,9,8\n")
    export = read(tmp_path / "flat.csv")
    assert [(row.page, row.views) for row in export.rows] == [("/aide", 5), ("/blog/post", 4)]
    assert export.unplaced == (Unplaced(label="blog", views=8),)


def test_a_tree_in_json_with_subtables(tmp_path):
    tree = [
        {
            "label": "blog",
            "nb_hits": 9,
            "subtable": [
                {"label": "/index", "nb_hits": 4, "url": "https://e.org/blog/"},
                {"label": "/post", "nb_hits": 3},
                {"label": "Others", "nb_hits": 2},
            ],
        },
        {"label": "/index", "nb_hits": 7, "entry_nb_visits": 5, "url": "https://e.org/"},
    ]
    (tmp_path / "r.json").write_text(json.dumps(tree))
    export = read(tmp_path / "r.json")
    assert export.rows == (
        Row(page="https://e.org/blog/", views=4),
        Row(page="/blog/post", views=3),
        Row(page="https://e.org/", views=7, entries=5),
    )
    assert export.unplaced == (Unplaced(label="Others", views=2),)


def test_months_in_one_answer_have_their_period(tmp_path):
    months = {f"2026-0{n}": [{"label": "/a", "nb_hits": n, "url": "https://e.org/a"}] for n in (1, 2, 3)}
    (tmp_path / "r.json").write_text(json.dumps(months))
    export = read(tmp_path / "r.json")
    assert export.rows == (Row(page="https://e.org/a", views=6),)
    assert export.period.days == 90


def test_the_report_of_downloads_is_of_documents(tmp_path):
    rows = [{"label": "/r.pdf", "nb_hits": 40, "nb_visits": 30, "url": "https://e.org/r.pdf"}]
    (tmp_path / "r.json").write_text(json.dumps(rows))
    assert read(tmp_path / "r.json").documents == (Row(page="https://e.org/r.pdf", views=40),)


def test_the_report_of_entries_is_added_to_that_of_pages(tmp_path):
    (tmp_path / "pages-2026-01.csv").write_text("label,nb_visits,nb_hits,url\n/a,9,20,https://e.org/a\n")
    (tmp_path / "entries-2026-01.csv").write_text("label,entry_nb_visits,bounce_rate,url\n/a,5,10%,https://e.org/a\n")
    export = read_traffic([str(tmp_path / "*.csv")])
    assert export.rows == (Row(page="https://e.org/a", views=20, entries=5),)
    assert export.period.days == 31


def test_another_report_of_matomo_is_refused(tmp_path):
    (tmp_path / "r.csv").write_text("label,nb_visits,nb_actions\nFrance,3,5\n")
    with pytest.raises(InputError, match="not one of pages") as raised:
        read(tmp_path / "r.csv")
    assert "Behaviour > Pages" in str(raised.value.remedy)


@pytest.mark.parametrize("cut", [200, 2_000, 20_000])
def test_an_export_that_was_cut_off(tmp_path, cut):
    (tmp_path / "r.xml").write_bytes((FIXTURES / "matomo-getPageUrls-range.xml").read_bytes()[:cut])
    with pytest.raises(InputError, match="broken XML or JSON"):
        read(tmp_path / "r.xml")


def test_an_entity_bomb_is_an_input_error(tmp_path):
    entities = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = f'<?xml version="1.0"?>{entities}<result><row><label>&b;</label></row></result>'
    (tmp_path / "r.xml").write_text(bomb)
    with pytest.raises(InputError, match="broken XML or JSON"):
        read(tmp_path / "r.xml")
