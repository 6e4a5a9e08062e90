"""``delest rgesn`` on saved audits, as a user runs it."""

import csv
import json
import re

import pytest
import yaml

from delest.serving.coding import Coding
from delest.serving.folder import serve_folder
from tests.command import delest
from tests.evidence.audits import bad_page, good_page, saved

FILES = {
    "rgesn-2024.xlsx", "rgesn-2024.ods", "preuves.html", "evidence.html", "preuves.json", "declaration.md",
    "declaration.html", "declaration.yml", "criteres-pages.csv", "plan.csv", "frago.csv", "numecodiag-v1.json",
    "numecodiag-v1.js", "numecodiag-2024.json", "numecodiag-2024.js",
}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("audit") / "run", good_page("/"), bad_page("/b"))


@pytest.fixture(scope="module")
def pack(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack") / "out"
    done = delest("rgesn", run, "-o", folder, "--hosting", "FRA", "--service", "Démarches", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_it_writes_every_file_and_names_them(pack):
    folder, told = pack
    assert {each.name for each in folder.iterdir()} == FILES
    assert "Fichiers dans" in told
    assert "6.3" in told
    assert max(map(len, told.partition("Fichiers dans")[0].splitlines())) <= 80


def test_what_was_not_looked_at_names_the_option_that_would(pack):
    folder, told = pack
    assert "--probe layout" in told
    assert "<code>delest rgesn RUN --probe layout</code>" in (folder / "evidence.html").read_text("utf-8")
    texts = [each.read_text("utf-8") for each in folder.iterdir() if each.suffix not in {".xlsx", ".ods"}]
    assert not [found for text in (told, *texts) for found in re.findall(r"\{[a-z_]+\}", text)]


def test_the_evidence_has_an_anchor_for_each_criterion_in_both_languages(pack):
    folder, _told = pack
    french, english = ((folder / name).read_text("utf-8") for name in ("preuves.html", "evidence.html"))
    for page in (french, english):
        for criterion in ("1.1", "2.10", "6.3", "9.7"):
            assert f'id="{criterion}"' in page
    assert "Non validé" in french
    assert "not met" in english
    assert "=HYPERLINK" not in french.replace("&#34;", "")[:200]


def test_what_nobody_looked_at_is_said_once_for_each_reason(pack):
    text = (pack[0] / "evidence.html").read_text("utf-8")
    french = (pack[0] / "preuves.html").read_text("utf-8")
    assert text.count("delest does not measure this yet") < 10, "a row of its own above all criteria it is true of"
    assert "<dt>not measured here</dt>" in text
    assert "<dt>non mesuré ici</dt>" in french
    assert "Prioritaire" not in text
    assert "Prioritaire" in french


def test_no_page_can_write_into_the_evidence(pack):
    assert "<script>alert" not in (pack[0] / "preuves.html").read_text("utf-8")


def test_the_table_of_pages_is_that_of_ara(pack):
    rows = list(csv.reader((pack[0] / "criteres-pages.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][:2] == ["Critères", "Éléments transverses"]
    assert not rows[0][3].startswith("=")
    of = {row[0]: row[1:] for row in rows[1:]}
    assert len(of) == 78
    assert of["6.3"] == ["NT", "C", "NC"]
    assert of["1.1"] == ["NT", "NT", "NT"]


def test_frago_reads_two_columns_and_the_texts(pack):
    rows = list(csv.reader((pack[0] / "frago.csv").read_text("utf-8").splitlines()))
    assert rows[0] == ["Critères", "Évaluation"]
    of = dict(rows[1:])
    assert of["6.3"].startswith("nc|")
    assert of["6.3"].count("|") == 1
    assert of["1.1"] == ""
    texts = yaml.safe_load((pack[0] / "declaration.yml").read_text("utf-8"))
    assert [each["id"] for each in texts][:2] == ["1.1", "1.2"]
    assert "tracker.example.com" in next(each["other"] for each in texts if each["id"] == "2.10")


def test_numecodiag_counts_what_it_holds(pack):
    (state,) = json.loads((pack[0] / "numecodiag-2024.json").read_text("utf-8"))
    statuses = [each["status"] for each in state["byCriteria"].values()]
    assert state["byCounters"] == {
        "satisfied": statuses.count("satisfied"),
        "rejected": statuses.count("rejected"),
        "notApplicable": 0,
    }
    assert statuses.count("rejected") == 5
    assert state["selectedVersion"] == "v2"
    (first,) = json.loads((pack[0] / "numecodiag-v1.json").read_text("utf-8"))
    assert {each["status"] for each in first["byCriteria"].values()} == {"undefined"}
    line = (pack[0] / "numecodiag-2024.js").read_text("utf-8")
    assert json.loads(json.loads(line[line.index('"') : line.rindex('"') + 1])) == [state]


def test_the_declaration_marks_what_is_measured_and_what_is_not(pack):
    text = (pack[0] / "declaration.md").read_text("utf-8")
    assert text.startswith("# Déclaration d’écoconception de Démarches")
    assert "Par la mesure" in text
    assert "Les cibles utilisatrices du service Démarches ont été identifiées" in text
    assert "à compléter" in text
    assert "à vérifier Le service numérique n’intègre pas de contenu vidéo" in text
    assert "[" not in text.replace("\\[", "").replace("](", "")[:400]


def test_json_says_the_same_in_english(pack):
    tree = json.loads((pack[0] / "preuves.json").read_text("utf-8"))
    of = {each["id"]: each for each in tree["criteria"]}
    assert of["6.3"]["status"] == "Non validé"
    assert of["6.3"]["measured"][0].startswith("1 text file of the service comes")
    assert tree["points"]["most"] == 7.75


def test_what_people_go_on_writing_is_not_overwritten(run, pack):
    folder, _told = pack
    (folder / "declaration.md").write_text("la nôtre", "utf-8")
    done = delest("rgesn", run, "-o", folder, "--service", "Démarches")
    assert done.returncode == 0, done.stderr
    assert (folder / "declaration.md").read_text("utf-8") == "la nôtre"
    assert (folder / "declaration.run.md").is_file()


def test_limits_are_read_in_the_published_declaration(tmp_path):
    run = saved(tmp_path / "run", good_page("/"))
    site = tmp_path / "site"
    site.mkdir()
    text = "<li>Poids maximum par écran : 1 Mo</li><li>Nombre de requêtes maximum par écran : 30</li>"
    (site / "eco.html").write_text(f"<meta charset=utf-8><ul>{text}</ul>", "utf-8")
    with serve_folder(site, Coding.parse("identity")) as origin:
        done = delest("rgesn", run, "-f", "json", "--declaration", f"{origin}/eco.html")
        assert done.returncode == 0, done.stderr
        found = next(each for each in json.loads(done.stdout)["criteria"] if each["id"] == "6.1")
        lost = delest("rgesn", run, "--declaration", f"{origin}/none.html")
    assert found["status"] == "Validé"
    assert any("Poids maximum par écran" in each for each in found["measured"])
    assert lost.returncode == 2
    assert "none.html" in lost.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--hosting", "Atlantis"], "Atlantis"),
        (["-f", "docx"], "docx"),
        (["--declaration", "not a url"], "not a url"),
    ],
)
def test_what_it_cannot_use_is_named(run, arguments, told):
    done = delest("rgesn", run, *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_there_is_no_audit_there(tmp_path):
    done = delest("rgesn", tmp_path)
    assert done.returncode == 2
    assert "no run" in done.stderr
