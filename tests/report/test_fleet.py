"""The report on a campaign, as people and programs read it."""

import json
from csv import DictReader
from io import BytesIO, StringIO
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace
from pyarrow import parquet

from delest.fleet.consolidate import consolidate
from delest.reason import Reason, ReasonCode
from delest.report import fleet_kinds
from delest.report.data.fleet import dashlord
from delest.report.data.fleet.folder import files
from delest.report.language import words
from tests.fleet.test_consolidate import campaign, entry, priced, result

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "src/delest/report/schema/fleet-1.json").read_text("utf-8"))
EVIL = "=cmd|'/c calc'!A1 <script>alert(1)</script>\u202e"


@pytest.fixture
def found():
    dead = entry("dead", reason=Reason(code=ReasonCode.BAD_CERTIFICATE), contact="owner@example.org")
    heavy = entry("heavy", result([300_000.0, 500_000.0], views=2e6), budget_bytes=400_000, name="Secret name")
    evil = entry("evil", result([100_000.0]), name=EVIL)
    earlier = campaign(entry("heavy", result([400_000.0], views=1e6)), name="2026-T3", days=90)
    return consolidate(campaign(heavy, evil, dead), (earlier,), priced, anonymous=False)


def written(found, **options):
    return {path: content.decode() for path, content in files(found, **options)}


def test_the_folder_has_pages_in_both_languages_that_need_no_script(found):
    folder = written(found)
    assert {"index.html", "fr/index.html", "en/index.html", "fr/services/heavy.html", "catalog.jsonld"} <= set(folder)
    assert len(folder["fr/index.html"].encode()) < 100_000
    assert 'lang="fr"' in folder["fr/index.html"]
    assert "2 services mesurés sur 3" in folder["fr/index.html"]
    assert "2 of 3 services measured" in folder["en/index.html"]
    assert 'href="services/heavy.html"' in folder["en/index.html"]
    assert 'href="../index.html"' in folder["en/services/heavy.html"]
    for path, text in folder.items():
        if path.endswith(".html"):
            assert "<script>alert" not in text
            assert "\u202e" not in text
    assert "services/dead.html" not in "".join(folder)


def test_what_was_not_measured_has_its_remedy_and_its_contact(found):
    text = written(found)["en/index.html"]
    assert "invalid certificate" in text
    assert "renew the certificate" in text
    assert "owner@example.org" in text


@pytest.mark.parametrize(("language", "said"), [("en", "no reduction is claimed"), ("fr", "aucune réduction")])
def test_the_trend_claims_nothing_of_single_loads(found, language, said):
    words.use(language)
    text = " ".join("".join(fleet_kinds.report(found).pieces("text")).split())
    assert said in text
    words.use("en")


def test_an_anonymous_report_names_no_service(found):
    hidden = replace(found, anonymous=True)
    folder = written(hidden)
    assert not [path for path in folder if "/services/" in path]
    whole = "".join(folder.values())
    for name in ("heavy.example", "Secret name", "evil.example", "x.example", ">heavy<"):
        assert name not in whole
    assert "owner@example.org" not in whole


def test_the_json_is_what_its_schema_says(found):
    told = json.loads(written(found)["data/fleet.json"])
    jsonschema.validate(told, SCHEMA)
    assert told["services_measured"] == 2
    dead = next(each for each in told["services"] if each["service_id"] == "dead")
    assert (dead["mean_page_bytes"], dead["reason_code"]) == (None, "bad-certificate")


def test_the_tables_are_described_and_run_nothing_in_a_spreadsheet(found):
    folder = written(found)
    rows = list(DictReader(StringIO(folder["data/services-2026-T4.csv"])))
    schema = json.loads(folder["data/services.schema.json"])
    assert list(rows[0]) == [field["name"] for field in schema["fields"]]
    assert [row["mean_page_bytes"] for row in rows] == ["400000", "100000", ""]
    assert next(row for row in rows if row["service_id"] == "evil")["name"].startswith("'=cmd")
    pages = list(DictReader(StringIO(folder["data/pages-2026-T4.csv"])))
    assert len(pages) == 3
    package = json.loads(folder["data/datapackage.json"])
    assert {each["path"] for each in package["resources"]} == {"services-2026-T4.csv", "pages-2026-T4.csv"}


def test_the_catalogue_names_each_file_of_data_where_it_is_published(found):
    base = "https://data.example.org/parc"
    folder = dict(files(found, base=base, publisher="DINUM", parquet=True))
    told = json.loads(folder["catalog.jsonld"])
    (dataset,) = told["dcat:dataset"]
    listed = {each["dcat:downloadURL"]["@id"].removeprefix(f"{base}/"): each for each in dataset["dcat:distribution"]}
    data = {"data/fleet.json"} | {
        f"data/{t}-2026-T4.{form}" for t in ("services", "pages") for form in ("csv", "parquet")
    }
    assert set(listed) == data
    for path, each in listed.items():
        assert int(each["dcat:byteSize"]["@value"]) == len(folder[path])
        assert each["dct:conformsTo"]["@id"].removeprefix(f"{base}/") in folder
        assert each["dcat:accessURL"] == each["dcat:downloadURL"]
        assert each["dct:license"] == dataset["dct:license"]
    assert listed["data/fleet.json"]["dct:conformsTo"]["@id"].endswith("data/fleet.schema.json")
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2026-11-29"
    assert dataset["dct:accrualPeriodicity"]["@id"].endswith("/QUARTERLY")
    assert told["dct:publisher"]["foaf:name"] == dataset["dct:publisher"]["foaf:name"] == "DINUM"


def test_the_catalogue_of_an_open_edition_says_nothing_that_is_not_known(found):
    told = json.loads(written(found)["catalog.jsonld"])
    assert "dct:publisher" not in told
    assert "dct:issued" not in told
    files_named = {each["dct:title"] for each in told["dcat:dataset"][0]["dcat:distribution"]}
    assert files_named == {"fleet.json", "services-2026-T4.csv", "pages-2026-T4.csv"}


def test_the_same_tables_come_as_parquet(found):
    folder = dict(files(found, parquet=True))
    table = parquet.read_table(BytesIO(folder["data/services-2026-T4.parquet"])).to_pylist()
    assert [row["mean_page_bytes"] for row in table] == [400_000, 100_000, None]
    assert table[0]["measured_on"].isoformat() == "2026-11-29"


def test_dashlord_gets_one_file_an_address(found):
    folder = {path: json.loads(text) for path, text in dashlord.files(found)}
    told = folder["results/aHR0cHM6Ly9oZWF2eS5leGFtcGxlLw==/delest.json"]
    assert (told["mean_page_bytes"], told["pages_over_budget"], told["grade"]) == (400_000, 1, "C")
    dead = folder[f"results/{dashlord.folder_of('https://dead.example/')}/delest.json"]
    assert (dead["grade"], dead["reason_code"], "mean_page_bytes" in dead) == (None, "bad-certificate", False)
