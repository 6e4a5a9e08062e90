import json
import os
from pathlib import Path

import jsonschema
import msgspec
import pytest
from msgspec.structs import replace

from delest import report as room
from delest.report.data.audit_json import as_v1, pieces, render
from delest.report.data.json_v1.report import SCHEMA, ReportV1, json_schema

COMMITTED = Path(room.__file__).parent / "schema" / "report-1.json"


def test_the_committed_schema_is_the_one_of_the_types():
    if os.environ.get("DELEST_REBASELINE"):
        COMMITTED.write_text(json_schema(), "utf-8")
    assert COMMITTED.read_text("utf-8") == json_schema()


@pytest.mark.parametrize("name", ["small", "hostile", "fifty"])
def test_reports_validate_against_the_shipped_schema(request, name):
    schema = json.loads(COMMITTED.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(render(request.getfixturevalue(name))), schema)


def test_the_schema_refuses_another_version(small):
    tree = json.loads(render(small)) | {"schema": "delest.report/2"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tree, json.loads(COMMITTED.read_text("utf-8")))


def test_the_report_reads_as_agreed(small, golden):
    golden("small.json", render(small))


@pytest.mark.parametrize("name", ["small", "hostile", "fifty"])
def test_what_is_written_bit_by_bit_is_the_whole(request, name):
    report = request.getfixturevalue(name)
    nothing = replace(report, pages=(), findings=(), weights=(), site=None)
    for each in (report, nothing):
        assert render(each) == msgspec.json.format(msgspec.json.encode(as_v1(each)), indent=2).decode() + "\n"


def test_no_bit_grows_with_the_site(fifty):
    assert max(map(len, pieces(fifty))) < len(render(fifty)) / 4


def test_it_reads_back_into_its_types(small):
    read = msgspec.json.decode(render(small), type=ReportV1)
    assert read.schema == SCHEMA
    assert read.site.pages_measured == 4
    assert [page.outcome for page in read.pages] == ["ok"] * 4 + ["http-error", "timed-out"]
    assert read.pages[-1].cold is None
    assert read.attributed.kgco2e_per_year.central == small.attributed.kgco2e_per_year.central
    assert read.per_million_views is None
    assert read.pages[0].settled_after_ms == 4_200
    assert read.pages[-1].settled_after_ms is None
    assert len(read.attributed.assumptions) == 2
    assert read.attributed.readings[1].electricity == small.attributed.readings[1].grid


def test_no_secret_and_no_path_of_the_machine_is_in_it(hostile):
    text = render(hostile)
    assert "secret" not in text
    assert "/usr/bin" not in text


def test_without_traffic_and_within_the_noise_nothing_more_is_claimed(small):
    report = replace(small, traffic=None, avoided=replace(small.avoided, below_noise=True))
    read = msgspec.json.decode(render(report), type=ReportV1)
    assert read.attributed is None
    assert read.per_million_views is not None
    assert read.avoided.below_noise
    assert (read.avoided.converted, read.avoided.per_million_views) == (None, None)


def test_without_traffic_no_kg_is_called_a_year(small):
    tree = json.loads(render(replace(small, traffic=None, avoided=replace(small.avoided, below_noise=None))))
    assert (tree["traffic"], tree["attributed"], tree["avoided"]["converted"]) == (None, None, None)
    assert tree["avoided"]["below_noise"] is None
    assert "_per_year" not in json.dumps(tree)
    for found, made in (
        (tree["per_million_views"], small.attributed),
        (tree["avoided"]["per_million_views"], small.avoided.converted),
    ):
        assert found["gb_per_million_views"] == made.gb_per_year
        assert found["kgco2e_per_million_views"]["central"] == made.kgco2e_per_year.central
        line, known = found["readings"][1]["lines"][0], made.readings[1].lines[0]
        assert line["kgco2e_per_million_views"] == known.kgco2e_per_year


def test_what_was_not_measured_is_null(small):
    empty = replace(small, site=None, weights=(), attributed=None, avoided=None, browser=None, traffic=None)
    read = msgspec.json.decode(render(empty), type=ReportV1)
    assert (read.site, read.attributed, read.avoided, read.traffic, read.run.browser) == (None,) * 5
    assert read.per_million_views is None
    assert all(page.cold is None for page in read.pages)


def test_every_number_names_its_unit():
    units = ("_bytes", "_ms", "_s", "_px", "_per_year", "_per_view", "_per_million_views", "_days", "_share")
    plain = {
        "requests",
        "pages",
        "loads",
        "inexact_transfers",
        "more_offenders",
        "pages_measured",
        "pages_known",
        "max_pages",
    }
    plain |= {"loads_per_page", "browsers", "http_status", "pixel_ratio", "mobile_share", "coverage"}
    plain |= {"replays", "more_files", "resources", "mean", "worst_tile"}
    plain |= {"quantity", "factor", "documents_known"} | {"low", "central", "high", "median"}
    plain |= {"score", "mean_score"} | {"seed", "known_pages", "measured_pages", "precision_asked", "precision_reached"}
    plain |= {
        "links",
        "forecast_pages",
        "requests_lost",
        "views_coverage",
        "structures",
        "random_pages",
        "templates_left",
        "unseen_pages",
        "stands_for_pages",
    }
    for part in json.loads(COMMITTED.read_text("utf-8"))["$defs"].values():
        for name, field in part.get("properties", {}).items():
            kinds = [field, *field.get("anyOf", ())]
            if any(kind.get("type") in {"integer", "number"} for kind in kinds):
                assert name.endswith(units) or name in plain
