import pytest

from delest.errors import InputError
from delest.records.co2e.traffic import Row
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked
from delest.traffic.tables.names import read_names

NAMED = "page;page_chapter1;m_page_loads;m_visits\naccueil;site;1 200;800\naide::contact;site;300;200\n"


def test_with_full_addresses(tmp_path):
    (tmp_path / "p.csv").write_text("page;event_url_full;m_page_loads;m_visits\naccueil;https://e.org/;1200;800\n")
    export = read_traffic([str(tmp_path / "p.csv")])
    assert export.source == "piano"
    assert export.rows == (Row(page="https://e.org/", views=1200),)


def test_names_alone_are_refused_with_the_property_to_add(tmp_path):
    (tmp_path / "p.csv").write_text(NAMED)
    with pytest.raises(InputError, match="are names, not addresses: column page") as raised:
        read_traffic([str(tmp_path / "p.csv")])
    assert "event_url_full" in str(raised.value.remedy)


def test_a_list_gives_names_their_addresses(tmp_path):
    (tmp_path / "p.csv").write_text(NAMED)
    (tmp_path / "names.csv").write_text("name,url\naccueil,https://e.org/\n")
    names = read_names(tmp_path / "names.csv")
    export = read_traffic([str(tmp_path / "p.csv")], Asked(names=names))
    assert export.rows == (Row(page="https://e.org/", views=1200),)
    assert [(row.label, row.views) for row in export.unplaced] == [("aide::contact", 300)]


def test_a_list_without_its_columns(tmp_path):
    (tmp_path / "names.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no line names a column of names"):
        read_names(tmp_path / "names.csv")
