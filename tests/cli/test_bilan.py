"""``delest bilan`` on plans, as a user runs it."""

import csv
import io
import json
import random
import re
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from delest.factors.load import released
from delest.pipeline.fleet.result import result_of
from delest.records.fleet.campaign import CampaignHeader, Entry, State
from delest.records.fleet.service import Service
from delest.records.pages.load import Kind
from delest.records.runs.audit import RunEnd
from delest.records.runs.scope import Scope
from delest.store.campaign import CampaignFile
from delest.store.journal import Journal
from delest.traffic.given import traffic_of
from tests.command import delest
from tests.page_loads import load, page, run_header, transfer

HEADING = "thème;action;niveau;état;service;indicateur;levier;équipement;quantité;années;de;à;mêmes;référence;réalisé"
SEEDS = (
    ("Achats;Smartphones reconditionnés;Réalisation;fini;;part;reconditionné;smartphone;1000;;;;;;", 25_500, 0.8),
    ("Achats;Portables reconditionnés;Réalisation;fini;;part;reconditionné;laptop;1000;;;;;;", 54_900, 2.8),
    ("Phase d’usage;Smartphones plus longtemps;Expérimentation;en cours;;;gardé plus longtemps;smartphone;1000;1;;;;;",
     7_300, 0.3),
    ("Phase d'usage;Portables plus longtemps;Réalisation;à faire;;;gardé plus longtemps;laptop;1000;1;;;;;",
     17_100, 0.8),
    ("Achats;Smartphones non achetés;Réalisation;fini;;;non acheté;smartphone;10000;;;;;;", 500_000, None),
    ("Conception de service numérique;Page d’accueil;Réalisation;fini;;poids;page;;1000000;;2 Mo;500 ko;;;", 259, None),
)  # fmt: skip


def write(path, *rows, heading=HEADING, encoding="utf-8"):
    path.write_text("\n".join((heading, *rows)) + "\n", encoding)
    return path


def answer(*plans, rc=0, **options):
    done = delest("bilan", *plans, "-f", "json", **options)
    assert done.returncode == rc, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return answer(write(tmp_path_factory.mktemp("seeds") / "mte.csv", *(row for row, _kg, _sb in SEEDS)))


@pytest.mark.parametrize("at", range(len(SEEDS)))
def test_the_published_figures_are_those_of_the_state(seeds, at):
    planned = seeds["lines"][at]["planned"]
    assert planned["published_kgco2e"] == pytest.approx(SEEDS[at][1], rel=1e-6)
    assert planned["resources_kg_sb"] == SEEDS[at][2]


def test_estimates_stand_beside_them_and_what_acts_once_apart(seeds):
    sums = seeds["sums"]
    assert sums["pages_kgco2e_per_year"]["high"] == pytest.approx(91.4, rel=0.01)
    assert sums["equipment_published_kgco2e_per_year"] == pytest.approx(25_500 + 54_900 + 7_300 + 17_100)
    assert sums["equipment_published_kgco2e_once"] == pytest.approx(500_000)
    assert sums["resources_kg_sb"] == pytest.approx(4.7)
    assert (sums["resources_lines"], sums["equipment_lines"]) == (4, 5)
    assert sums["realised_kgco2e_per_year"] is None, "nothing was audited: that is not 0"


def test_an_interministerial_bilan_adds_up(tmp_path):
    """More than 300 actions of 11 ministries, 30 % of them done: the order of magnitude of the State's first bilan."""
    drawn = random.Random(2022)
    themes = ("1", "2", "3", "4", "5", "6", "7")
    done = 0
    plans = []
    for ministry in range(11):
        rows = []
        for n in range(28):
            finished = (ministry * 28 + n) % 10 < 3
            done += finished
            state = "fini" if finished else drawn.choice(("à faire", "en cours"))
            level = drawn.choice(("Réflexion", "Expérimentation", "Réalisation"))
            indicator = "nombre" if n % 4 == 0 else ""
            rows.append(f"{drawn.choice(themes)};Action {n};{level};{state};;{indicator};;;;;;;;;")
        plans.append(write(tmp_path / f"ministere-{ministry}.csv", *rows))
    found = answer(*plans)
    assert len(found["lines"]) == 308
    assert len(found["organisations"]) == 11
    assert sum(n for *_key, n in found["counts"]) == 308
    assert found["done"] == done == 93
    assert round(found["done"] / 308, 1) == 0.3
    assert found["with_indicator"] == 77
    told = delest("bilan", *plans).stdout
    rows = re.findall(r"^ +28 +(\d+) +(\d+) +(\d+) +(\d+) +ministere-\d+$", told, re.MULTILINE)
    assert len(rows) == 11, "each ministry has its row"
    assert sum(int(finished) for _todo, _doing, finished, _known in rows) == 93
    assert sum(int(known) for *_states, known in rows) == 77
    assert {each["id"]: each["share"] for each in found["targets"]} == {
        "reuse": 0.2,
        "donation": 0.5,
        "footprint": 0.22,
    }


def saved(run, size, *, days=0, views=1_000_000.0, loads=2, vary=0):
    site = "https://www.example.gouv.fr"
    started = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    made = run_header(Scope(start_urls=(f"{site}/",)), id=run.name, loads=loads, started_at=started)
    with Journal.create(run, made) as journal:
        for path in ("/", "/a"):
            url = site + path
            journal.add(page(*[
                load(transfer(url, 1_000, Kind.DOCUMENT), transfer(f"{site}/a.jpg", size - 1_000 + vary * n), url=url)
                for n in range(loads)
            ]))  # fmt: skip
        traffic, _ = traffic_of(views)
        journal.end(RunEnd(ended_at=started, complete=True, known_pages=2, traffic=traffic))
    return run


PAGE = "Conception de service numérique;{action};Réalisation;fini;;;page;;1000000;;2 Mo;{to};;{before};{after}"


def test_planned_and_realised_stand_side_by_side(tmp_path):
    before, after = (
        saved(tmp_path / "before", 2_000_000),
        saved(tmp_path / "after", 500_000, days=30, views=2_000_000.0),
    )
    rows = [
        PAGE.format(action="Faite", to="500 ko", before="before", after="after"),
        PAGE.format(action="La même", to="100 ko", before="before", after=str(after)),
        PAGE.format(action="À l’envers", to="500 ko", before="after", after="before"),
        PAGE.format(action="Perdue", to="500 ko", before="nulle-part", after="after"),
        PAGE.format(action="Sans audit", to="500 ko", before="", after=""),
    ]
    found = answer(write(tmp_path / "plan.csv", *rows), "--runs", tmp_path)
    seen = [(each["realised"]["outcome"], each["realised"]["why"]) for each in found["lines"]]
    assert seen == [
        ("confirmed", "as-planned"),
        ("partly", "less-than-planned"),
        ("not-seen", "heavier"),
        ("not-measurable", "unreadable"),
        ("not-measurable", "no-audits"),
    ]
    first, second = (each["realised"] for each in found["lines"][:2])
    planned = found["lines"][0]["planned"]["kgco2e"]["central"]
    assert first["weight_kgco2e"]["central"] == pytest.approx(2 * planned, rel=0.01), "twice the page views"
    assert first["weight_published_kgco2e"] == pytest.approx(2 * 259, rel=0.01)
    assert first["traffic_kgco2e"]["central"] == pytest.approx(planned / 3, rel=0.01), "a million views more of 500 kB"
    assert second["weight_kgco2e"] is None, "a pair of audits is counted once"
    assert second["counted_with"].endswith(":2")
    assert found["sums"]["realised_kgco2e_per_year"]["central"] == first["weight_kgco2e"]["central"]
    assert found["sums"]["paired_lines"] == 2
    assert before


def test_what_other_audits_show_of_the_same_time_is_counted_once(tmp_path):
    for name, size, days in (("a", 2_000_000, 0), ("b", 1_000_000, 30), ("b2", 1_000_000, 20), ("c", 500_000, 60)):
        saved(tmp_path / name, size, days=days)
    pairs = (("a", "b"), ("a", "b2"), ("b", "c"))
    rows = [PAGE.format(action=f"{a} {b}", to="1 Mo", before=a, after=b) for a, b in pairs]
    lines = answer(write(tmp_path / "plan.csv", *rows))["lines"]
    assert [bool(each["realised"]["counted_with"]) for each in lines] == [False, True, False]
    assert [each["realised"]["weight_kgco2e"] is None for each in lines] == [False, True, False]


def test_chance_is_never_a_reduction(tmp_path):
    saved(tmp_path / "before", 2_000_000, vary=400_000)
    saved(tmp_path / "after", 1_900_000, days=30, vary=400_000)
    plan = write(tmp_path / "plan.csv", PAGE.format(action="A", to="500 ko", before="before", after="after"))
    (line,) = answer(plan, "--runs", tmp_path)["lines"]
    assert (line["realised"]["outcome"], line["realised"]["why"]) == ("not-seen", "noise")
    assert line["realised"]["weight_kgco2e"] is None


def test_spreadsheets_are_read_like_csv(tmp_path):
    rows = [HEADING.split(";"), SEEDS[0][0].split(";"), [*SEEDS[5][0].split(";")]]
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in cells])
    book.save(tmp_path / "mte.xlsx")
    document, table = OpenDocumentSpreadsheet(), Table(name="Plan")
    for cells in rows:
        line = TableRow()
        for cell in cells:
            field = TableCell(valuetype="string")
            field.addElement(P(text=cell))
            line.addElement(field)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "mte.ods")
    sums = [answer(tmp_path / name)["sums"] for name in ("mte.xlsx", "mte.ods")]
    assert sums[0] == sums[1]
    assert sums[0]["equipment_published_kgco2e_per_year"] == pytest.approx(25_500)


def test_bad_lines_are_named_and_lose_nothing_else(tmp_path):
    plan = write(
        tmp_path / "plan.csv",
        SEEDS[0][0],
        "Achatz;A;Réalisation;fini;;;;;;;;;;;",
        "Achats;B;Réalisasion;fini;;;;;;;;;;;",
        "Achats;C;Réalisation;fini;;;reconditionnné;smartphone;10;;;;;;",
    )
    done = delest("bilan", plan)
    assert done.returncode == 2
    for told in ("line 3", "'Achats'", "line 4", "réalisation", "line 5", "reconditionné"):
        assert told in done.stderr
    assert "1 action, 1 of them done" in done.stdout
    assert "3 lines could not be used" in done.stdout


@pytest.mark.parametrize("command", [("bilan",), ("estimate", "plan")])
def test_windows_letters_are_read_and_named_with_their_line(tmp_path, command):
    rows = ("Achats;Ecrans;roll-out;fini", "Achats;Écrans;Réalisation;fini")
    plan = write(tmp_path / "plan.csv", *rows, heading="theme;action;level;state")
    plain = delest(*command, plan, "-f", "json")
    assert plain.returncode == 0, plain.stderr
    plan.write_bytes(plan.read_text("utf-8").encode("cp1252"))
    read = delest(*command, plan, "-f", "json")
    assert (read.returncode, "line 3: this is not UTF-8" in read.stderr) == (0, True), read.stderr
    assert "Écrans" in read.stdout
    assert strip_dates(read.stdout) == strip_dates(plain.stdout)
    plan.write_bytes(plan.read_bytes() + "Achats;Été;Réalisation;fini".encode())
    mixed = delest(*command, plan)
    assert (mixed.returncode, "line 3: neither UTF-8 nor Windows-1252" in mixed.stderr) == (2, True), mixed.stderr


def strip_dates(told):
    return re.sub(r'"[a-z_]*_at": "[^"]*"', "", told)


def sheet_of(path, rows, merged=""):
    """Write a spreadsheet whose first sheet is no plan; ``merged`` is within the second."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active["A1"] = "Lisez-moi"
        sheet = book.create_sheet("Plan 2026")
        for row in rows:
            sheet.append(row)
        sheet.merge_cells(merged)
        book.save(path)
        return path
    document = OpenDocumentSpreadsheet()
    first, table = Table(name="Lisez-moi"), Table(name="Plan 2026")
    for row in rows:
        line = TableRow()
        for column, text in enumerate(row):
            if row[column - 1] == "Impacts évités":
                line.addElement(CoveredTableCell())
                continue
            cell = TableCell(valuetype="string", numbercolumnsspanned=1 + (text == "Impacts évités"))
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(first)
    document.spreadsheet.addElement(table)
    document.save(path)
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
@pytest.mark.parametrize("command", [("bilan",), ("estimate", "plan")])
def test_what_is_wrong_in_a_spreadsheet_is_named_with_sheet_and_cell(tmp_path, suffix, command):
    heading = ("Thème", "Action", "Niveau", "Impacts évités", "", "t prévues", "Levier", "Équipement", "Quantité")
    rows = (
        ("Plan d’action 2026",),
        (),
        heading,
        ("Achats", "Smartphones", "Réalisation", "25", "kg", "12", "reconditionné", "smartphone", "1000"),
        ("Achats", "Portables", "Réalisation", "25", "t", "12", "reconditionné", "laptop", "mille"),
        ("Achats", "Écrans", "Réalisation", "", "", "12 kg", "", "", ""),
    )
    plan = sheet_of(tmp_path / f"plan{suffix}", rows, merged="D3:E3")
    done = delest(*command, plan, "-f", "json")
    assert done.returncode == 2
    told = done.stderr
    for place in ("line 3 (cell D3): column 'Impacts évités'", "line 3 (cell E3): the column has no heading",
                  "line 5 (cell I5) is left out: Quantité 'mille'"):  # fmt: skip
        assert f"sheet Plan 2026, {place}" in told, told
    if command == ("bilan",):
        assert "sheet Plan 2026, line 6 (cell F6) is left out: planned amount '12 kg' is in kg" in told
        assert told.index("line 5") < told.index("line 6")
    found = json.loads(done.stdout)
    assert found["left_out"][0]["line"] == 5
    assert "smartphone" in done.stdout


def test_nothing_is_counted_twice(tmp_path):
    plan = write(tmp_path / "plan.csv", SEEDS[0][0], SEEDS[1][0], SEEDS[0][0])
    copy = write(tmp_path / "copy.csv", SEEDS[0][0], SEEDS[1][0], SEEDS[0][0])
    done = delest("bilan", plan, tmp_path / "." / "plan.csv", copy, "-f", "json")
    assert "plan.csv: this plan was given more than once; it is counted once" in done.stderr
    assert f"copy.csv: this plan says the same as {plan}" in done.stderr
    assert "plan.csv, line 4 is left out: it says the same as line 2, which is counted" in done.stderr
    found = json.loads(done.stdout)
    assert (done.returncode, found["plans"]) == (2, [str(plan), str(copy)])
    assert [each["action"]["line"] for each in found["lines"]] == [2, 3, 2, 3]
    assert found["sums"]["equipment_published_kgco2e_per_year"] == pytest.approx(2 * (25_500 + 54_900))


def test_an_estimate_names_misspelt_themes_and_empty_cells(tmp_path):
    rows = ("Achatz;A;Réalisation;fini", "Ma thématique;B;Etude;", "Achats;C;Étudee;", "Achats;D;;")
    done = delest("estimate", "plan", write(tmp_path / "plan.csv", *rows, heading="thème;action;niveau;état"))
    assert done.returncode == 2
    assert "line 2: theme 'Achatz' is not known: perhaps 'Achats'" in done.stderr
    assert "line 3" not in done.stderr, "a theme may be in the user's own words"
    assert "line 4 is left out: niveau 'Étudee' is not known: perhaps 'étude'" in done.stderr
    assert "line 5 is left out: niveau is empty" in done.stderr


def test_what_nobody_published_is_not_0(tmp_path):
    longer, fewer = SEEDS[2][0].replace("smartphone;", "screen;"), SEEDS[4][0].replace("smartphone;", "laptop;")
    sums = answer(write(tmp_path / "plan.csv", longer, fewer))["sums"]
    assert sums["equipment_kgco2e_per_year"]["central"] > 0
    assert sums["equipment_published_kgco2e_per_year"] is sums["equipment_published_kgco2e_once"] is None
    told = delest("bilan", tmp_path / "plan.csv").stdout
    assert told.count("no figure is published") == 2
    assert "0 kg" not in told


def test_two_plans_of_one_name_are_two_organisations(tmp_path):
    plans = []
    for name in ("culture", "finances", "older/culture"):
        (tmp_path / name).mkdir(parents=True)
        plans.append(write(tmp_path / name / "plan.csv", SEEDS[0][0]))
    found = set(answer(*plans)["organisations"])
    assert found == {f"{tmp_path.name}/culture/plan", "finances/plan", "older/culture/plan"}


def test_two_columns_of_one_meaning_are_refused(tmp_path):
    plan = write(tmp_path / "plan.csv", "Achats;A;Réalisation;1;2", heading="thème;action;niveau;quantité;quantity")
    done = delest("bilan", plan)
    assert (done.returncode, "'quantité' and 'quantity' mean the same" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"PK\x03\x04nothing", b"\x00\x01\x02"])
def test_what_is_no_plan_is_refused(tmp_path, content):
    plan = tmp_path / "plan.csv"
    plan.write_bytes(content)
    done = delest("bilan", plan)
    assert done.returncode == 2
    assert "plan.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_dashboard_comes_in_both_languages_and_as_a_table(tmp_path):
    plan = write(tmp_path / "mte.csv", *(row for row, _kg, _sb in SEEDS), "Achats;=1+1;Réflexion;à faire;;;;;;;;;;;")
    done = delest("bilan", plan, "--lang", "fr", "-o", tmp_path / "b.html", "-o", tmp_path / "b.csv")
    assert done.returncode == 0, done.stderr
    page_of = (tmp_path / "b.html").read_text("utf-8")
    for told in ("Bilan des plans d’action", "Cibles 2027", "Salle serveurs et centre de données", "500\u202ft"):
        assert told in page_of.replace("\u00a0", " ") or told in page_of
    rows = list(csv.reader(io.StringIO((tmp_path / "b.csv").read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 8
    assert all(len(each) == len(rows[0]) for each in rows)
    assert rows[-1][4] == "'=1+1"


def test_the_plan_of_an_evidence_pack_can_be_read(tmp_path):
    from tests.evidence.audits import bad_page, good_page  # noqa: PLC0415 - this test alone
    from tests.evidence.audits import saved as audited  # noqa: PLC0415 - same

    run = audited(tmp_path / "run", good_page("/"), bad_page("/b"))
    assert delest("rgesn", run, "-o", tmp_path / "pack").returncode == 0
    found = answer(tmp_path / "pack" / "plan.csv")
    assert len(found["lines"]) == 5
    assert {each["action"]["theme"] for each in found["lines"]} == {4}
    assert {each["action"]["baseline_run"] for each in found["lines"]} == {"run"}


def edition(root, name, days, audits):
    """Write an edition of a fleet, of saved audits by the id of their service."""
    folder = root / name
    entries = []
    for ident, (size, views) in audits.items():
        run = saved(folder / "runs" / ident, size, days=days, views=views)
        service = Service(id=ident, url="https://www.example.gouv.fr/", name=f"Service {ident}")
        entries.append(Entry(service=service, state=State.DONE, result=result_of(run)))
    header = CampaignHeader(
        name=name, created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days), source="s.csv",
        delest_version="0.1.0", factor_sets=tuple(each.ref for each in released().values()),
    )  # fmt: skip
    with CampaignFile.begin(folder, header) as file:
        file.put(entries)
    return folder


def test_two_editions_of_a_fleet_show_what_was_realised(tmp_path):
    before = edition(tmp_path, "2025-T4", 0, {"a": (2_000_000, 1e6), "b": (800_000, 5e5), "gone": (900_000, 1e9)})
    after = edition(tmp_path, "2026-T4", 90, {"a": (500_000, 2e6), "b": (800_000, 4e5), "new": (900_000, 1e9)})
    row = "Conception de service numérique;{action};Réalisation;fini;{service};;{lever};{device};1000;;{of};{to};;;"
    page_row = {"lever": "page", "device": "", "of": "2 Mo", "to": "500 ko"}
    rows = [
        row.format(action="Par nom", service="Service A", **page_row),
        row.format(action="Inchangée", service="b", **page_row),
        row.format(action="Disparue", service="gone", **page_row),
        row.format(action="Machines", service="a", lever="reconditionné", device="laptop", of="", to=""),
    ]
    plan = write(tmp_path / "plan.csv", *rows)
    found = answer(plan, "--baseline", before, "--campaign", after)
    assert [each["realised"]["why"] for each in found["lines"]] == ["as-planned", "noise", "not-in-both", "equipment"]
    realised, fleet = found["lines"][0]["realised"], found["fleet"]
    assert realised["views_per_year"] == 2e6
    assert (fleet["services"], fleet["only_before"], fleet["only_after"]) == (2, ["gone"], ["new"])
    assert fleet["weight_bytes_per_year"] == pytest.approx(2e6 * 1_500_000)
    assert fleet["traffic_bytes_per_year"] == pytest.approx(1e6 * 500_000 - 1e5 * 800_000), "apart, at today's weight"
    assert fleet["weight_kgco2e"]["central"] == pytest.approx(realised["weight_kgco2e"]["central"], rel=1e-6)
    assert found["sums"]["realised_kgco2e_per_year"]["central"] == realised["weight_kgco2e"]["central"]
    told = delest("bilan", plan, "--baseline", before, "--campaign", after, "--lang", "fr").stdout
    assert "Le parc entre deux éditions" in told
    assert "chiffre indiqué" in " ".join(told.split()), "where the page views come from is said in words"
    alone = delest("bilan", plan, "--campaign", after)
    assert (alone.returncode, "one is missing" in alone.stderr) == (2, True)
