"""RGESN over an edition of a fleet, from saved audits."""

import csv
import json

import pytest
from msgspec.structs import replace

from delest.factors.load import released
from delest.pipeline.fleet.result import result_of
from delest.records.fleet.campaign import CampaignHeader, Entry, State
from delest.records.fleet.service import Service
from delest.records.runs.audit import Step
from delest.store.campaign import CampaignFile
from delest.store.journal import Journal
from tests.command import delest
from tests.evidence.audits import DAY, SITE, bad_page, good_page, saved


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fleet") / "2026-T4"
    entries = []
    for name, page in (("good", good_page("/")), ("bad", bad_page("/")), ("lost", good_page("/"))):
        run = saved(folder / "runs" / name, page)
        service = Service(id=name, url=f"{SITE}/", name=f"=Service {name}")
        entries.append(Entry(service=service, state=State.DONE, result=result_of(run)))
    with Journal.resume(folder / "runs" / "good") as journal:
        links = (f"{SITE}/d%C3%A9claration-d-%C3%A9co-conception", "https://other.example/rgesn", f"{SITE}/contact")
        journal.leave_out(Step(url=f"{SITE}/x.pdf", depth=1, final_url=f"{SITE}/x.pdf", links=links))
    (folder / "runs" / "lost" / "run.sqlite").write_bytes(b"damaged")
    entries.append(Entry(service=Service(id="dead", url="https://dead.example/"), state=State.FAILED))
    header = CampaignHeader(
        name="2026-T4", created_at=DAY, source="s.csv", delest_version="0.1.0",
        factor_sets=tuple(each.ref for each in released().values()),
    )  # fmt: skip
    with CampaignFile.begin(folder, header) as file:
        file.put(entries)
    return folder


def test_it_says_who_declares_and_what_was_measured(edition, tmp_path):
    table = tmp_path / "rgesn.csv"
    done = delest("fleet", "rgesn", edition, "-f", "json", "-o", table)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    services = {each["id"]: each for each in found["services"]}
    assert found["services_known"] == 4
    assert set(services) == {"good", "bad", "lost"}
    assert services["good"]["declaration_url"].endswith("%C3%A9co-conception"), "not that of another site"
    assert services["bad"]["declaration_url"] is None
    assert services["lost"]["problem"]
    statuses = {name: {each["id"]: each["status"] for each in services[name]["criteria"]} for name in services}
    assert (statuses["good"]["6.3"], statuses["bad"]["6.3"]) == ("Validé", "Non validé")
    assert "4.6" not in statuses["good"], "no probe has looked"
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert {row["service_id"] for row in rows} == {"good", "bad"}
    assert not any(value.startswith("=") for row in rows for value in row.values())


def test_people_read_it_in_french(edition):
    told = delest("fleet", "rgesn", edition, "--lang", "fr").stdout
    assert "déclaration, peut-être" in told
    assert max(map(len, told.splitlines())) <= 80


def test_dashlord_reads_the_ecoindex_of_start_pages_on_request(tmp_path):
    folder = tmp_path / "2026-T4"
    counted = good_page("/")
    loads = tuple(replace(each, element_count=300) for each in counted.loads)
    run = saved(folder / "runs" / "a", replace(counted, loads=loads))
    service = Service(id="a", url=f"{SITE}/", name="A")
    header = CampaignHeader(
        name="2026-T4", created_at=DAY, source="s.csv", delest_version="0.1.0",
        factor_sets=tuple(each.ref for each in released().values()),
    )  # fmt: skip
    with CampaignFile.begin(folder, header) as file:
        file.put([Entry(service=service, state=State.DONE, result=result_of(run))])
    done = delest("fleet", "report", folder, "--dashlord", tmp_path / "board", "--ecoindex", "--lang", "en")
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "board").rglob("ecoindex.json")
    (row,) = json.loads(path.read_text("utf-8"))
    assert (row["nodes"], row["width"], row["size"]) == (300, 1920, 141.0)
    assert row["grade"] in "ABCDEFG"
    assert not {"ges", "water"} & row.keys(), "no licensed factor is passed on"
    assert delest("fleet", "report", folder, "--ecoindex").returncode == 2
