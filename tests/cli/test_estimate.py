import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from delest.cli.__main__ import run as delest_run
from delest.cli.commands.co2e.estimate import command
from delest.errors import ExitCode, InputError
from delest.report.language import words

FIXTURES = Path(__file__).parents[2] / "fixtures"
CLAIMS = tomllib.loads((FIXTURES / "claims" / "minumeco.toml").read_text("utf-8"))
PAGE = ("page", "--views", "1000000", "--from", "2 Mo", "--to", "500 Ko")


@pytest.fixture(autouse=True)
def english():
    words.use("en")


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def text(*arguments):
    found = run(*arguments)
    assert found.exit_code == 0, found.output
    assert all(len(line) <= 80 for line in found.stdout.splitlines())
    return found.stdout


def flat(output):
    return re.sub(r"\s+", " ", output)


def refusal(*arguments):
    found = run(*arguments)
    assert isinstance(found.exception, InputError), found.output
    return str(found.exception)


def test_the_published_example_keeps_its_digits_beside_the_range():
    found = text(*PAGE)
    first = found.splitlines()[0]
    assert first == "Estimated reduction attributed to data transfer: 120 g to 91 kg CO2e a year"
    for role, kg in (("low", "120 g"), ("central", "26 kg"), ("high", "91 kg"), ("published", "259 kg")):
        assert re.search(rf"^  {role} +{kg}", found, re.MULTILINE)
    assert "This is the published example itself, reproduced to its published digits" in flat(found)


def test_any_other_page_has_two_digits():
    found = text("page", "--views", "1000000", "--from", "2 MB", "--to", "501 kB")
    assert re.search(r"^  published +260 kg", found, re.MULTILINE)
    assert "259" not in found


def test_the_claim_carries_what_the_ten_rules_ask_for():
    found = flat(text(*PAGE))
    for said in (
        "attributed to data transfer",
        "the same for both weights",
        "minumeco-2022, 2022.1, sha256 a270fc26d38b",
        "46.1 gCO2e/kWh (electricity-fr.2025, 2025)",
        "1 GB = 10^9 bytes",
        "As given, for a year",
        "robots",
        "noise",
        "computed on ",
        "What is left out",
        "rebound",
        "never averaged",
        "separate claims",
    ):
        assert said in found, said


def test_the_sum_lines_add_up_to_the_reading():
    answer = json.loads(run(*PAGE, "-f", "json").stdout)
    assert answer["schema"] == "delest.estimate/1"
    readings = answer["answer"]["converted"]["readings"]
    assert [r["role"] for r in readings] == ["low", "central", "high", "published"]
    for reading in readings:
        total = sum(line["kgco2e_per_year"] for line in reading["lines"])
        assert total == pytest.approx(reading["kgco2e_per_year"]["central"])
    assert readings[3]["kgco2e_per_year"]["central"] == pytest.approx(CLAIMS["page"]["kgco2e_per_year"])


def test_a_heavier_target_is_an_increase_in_words_and_negative_in_data():
    heavier = ("page", "--views", "1000000", "--from", "500 kB", "--to", "2 MB")
    found = text(*heavier)
    assert found.startswith("Estimated increase attributed to data transfer: 120 g to 91 kg CO2e a year")
    assert "this change adds emissions" in found
    answer = json.loads(run(*heavier, "-f", "json").stdout)["answer"]["converted"]
    assert answer["kgco2e_per_year"]["low"] == pytest.approx(-91.40238)


def test_equal_weights_avoid_nothing():
    assert "nothing is avoided" in text("page", "--views", "10", "--from", "1MB", "--to", "1000 kB")


def test_another_country_has_its_own_range():
    found = flat(text(*PAGE, "--country", "swe", "--mobile-share", "0.3"))
    assert "ranges-country" in found
    assert "35.89 gCO2e/kWh (electricity-ember.SWE, 2024)" in found
    assert "mobile networks 30% of the bytes, as given" in found


def test_warm_views_weigh_what_they_weigh():
    found = text(*PAGE, "--warm-share", "0.5", "--warm-from", "100 kB", "--warm-to", "100 kB")
    assert "= 750 GB a year" in found
    assert "go together" in refusal(*PAGE, "--warm-share", "0.5")


def test_green_hosting_is_printed_with_its_evidence():
    found = flat(text(*PAGE, "--green-hosting", "contract 12-34"))
    assert "by this evidence: contract 12-34." in found


def test_a_model_asked_for_stands_beside_the_range():
    found = text(*PAGE, "--model", "swd-v3", "--country", "WORLD")
    assert re.search(r"^  asked for +570 kg +swd-v3", found, re.MULTILINE)


def test_ones_own_factors_are_read_beside_the_released_ones():
    found = text(*PAGE, "--factors", str(FIXTURES / "factors" / "own.toml"))
    assert re.search(r"^  asked for +30 kg  my-network[^$]+ 15 kg to 45 kg$", found, re.MULTILINE)
    assert re.search(r"^  published +259 kg", found, re.MULTILINE)


def test_equivalences_come_only_on_request_and_with_their_source():
    assert "order of magnitude" not in text(*PAGE)
    found = flat(text(*PAGE, "--equivalence", "car-km"))
    assert "0.85 to 640 x kilometre in a combustion car" in found
    assert "0.142 kgCO2e/km (ademe-impactco2, voiturethermique, 2026" in found


@pytest.mark.parametrize("published", CLAIMS["equipment"], ids=lambda c: c["printed"])
def test_published_equipment_is_printed_as_published(published):
    count = str(published["count"])
    found = text("equipment", published["lever"], "--device", published["device"], "--count", count)
    assert re.search(rf"^  published +{re.escape(published['printed'])}\b", found, re.MULTILINE)
    if "resources_kg_sb" in published:
        assert f"resources: {published['resources_kg_sb']} kg Sb eq" in found


def test_equipment_in_other_numbers_has_two_digits():
    found = text("equipment", "refurbished", "--device", "laptop", "--count", "1234")
    assert re.search(r"^  published +68 t", found, re.MULTILINE)


def test_a_device_not_bought_knows_no_years():
    assert "counts once" in refusal("equipment", "not-bought", "--device", "laptop", "--count", "1", "--years", "2")


def test_a_plan_is_summed_and_a_bad_line_is_told(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_bytes(
        "thème;action;niveau;levier;équipement;quantité;années;de;à;mêmes\r\n"
        "Achats;Reconditionné;Réalisation;reconditionné;smartphone;1000;;;;\r\n"
        "Conception;Accueil;Expérimentation;page;;1000000;;2 Mo;500 Ko;\r\n"
        "Achats;Tablettes;Réflexion;reconditionné;tablette;10;;;;\r\n".encode("cp1252")
    )
    found = run("plan", str(plan))
    assert "1 of 3 lines left out" in found.stdout
    assert "what to do: devices known" in found.stderr
    assert "line 4 is left out: no factor set has a figure for refurbished of 'tablet'" in found.stderr
    out = flat(found.stdout)
    assert "published factor: 25.5 t" in out
    assert "published factor: 259 kg" in out
    assert "equipment, a year 25 t" in out
    assert "known for 2 of 2 lines: 26 t a year, 0 kg once" in out
    answer = json.loads(run("plan", str(plan), "-f", "json").stdout)
    assert answer["kind"] == "plan"
    assert [entry["line"] for entry in answer["left_out"]] == [4]
    assert "no factor set has a figure" in answer["left_out"][0]["reason"]
    assert delest_run(["estimate", "plan", str(plan)]) == ExitCode.USAGE


def test_a_plan_that_is_too_long_is_refused_and_not_read_in_part(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_bytes(b"theme,action,level\n" + b"x" * 5_000_000)
    assert "longer than 5 MB" in refusal("plan", str(plan))


def test_a_plan_cannot_drive_the_terminal(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("theme,action,level\nT,\x1b[2J\x9bgone\x07,study\n", "utf-8")
    found = run("plan", str(plan)).stdout
    assert not set("\x1b\x9b\x07") & set(found)
    assert "gone" in found


def test_every_help_ends_with_an_example():
    for name in ("page", "equipment", "plan"):
        found = run(name, "--help")
        assert found.exit_code == 0
        assert f"delest estimate {name}" in found.stdout


def test_a_plan_comes_from_stdin_too_and_a_whole_one_ends_well():
    text = "theme,action,level\nT,A,study\n"
    found = CliRunner().invoke(command, ["plan", "-", "-f", "json"], input=text)
    assert found.exit_code == 0
    assert json.loads(found.stdout)["left_out"] == []


def test_a_plan_without_a_usable_line_is_refused_by_name(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("theme,action,level\nT,A,someday\nT,B,never\n", "utf-8")
    found = refusal("plan", str(plan))
    assert str(plan) in found
    assert "lines 2, 3" in found


def test_bounds_that_nobody_published_are_not_made_up():
    asked = ("equipment", "life-extended", "--device", "laptop", "--count", "10", "--years", "2")
    found = flat(text(*asked))
    assert "bounds: not published" in found
    assert "published no published figure for 2 years" in found
    (reading,) = json.loads(run(*asked, "-f", "json").stdout)["answer"]["readings"]
    assert (reading["kgco2e"]["low"], reading["kgco2e"]["high"]) == (None, None)
    assert reading["kgco2e"]["central"] == pytest.approx(10 * 185.09 * (1 / 5 - 1 / 7))
    bounded = json.loads(run(*asked[:-2], "-f", "json").stdout)["answer"]["readings"][1]["kgco2e"]
    assert bounded["low"] < bounded["central"] < bounded["high"]


def test_devices_are_called_by_their_names_in_french():
    words.use("fr")
    assert "ordinateur portable" in text("equipment", "not-bought", "--device", "laptop", "--count", "10")


@pytest.mark.parametrize("views", ["1 000 000", "1,000,000", "1\u202f000\u202f000"])
def test_numbers_are_read_as_people_write_them(views):
    plain = json.loads(run(*PAGE, "--mobile-share", "0.5", "-f", "json").stdout)
    for share in ("50%", "0,5", "50 %"):
        found = run("page", "--views", views, *PAGE[3:], "--mobile-share", share, "-f", "json")
        assert json.loads(found.stdout) == plain


@pytest.mark.parametrize(
    "asked",
    [
        ("page", "--views", "0", *PAGE[3:]),
        ("page", "--views", "1000000000000001", *PAGE[3:]),
        (*PAGE, "--mobile-share", "150%"),
        (*PAGE, "--mobile-share", "half"),
        ("equipment", "not-bought", "--device", "laptop", "--count", "1.5"),
        ("equipment", "not-bought", "--device", "laptop", "--count", "1000000001"),
    ],
)
def test_numbers_out_of_bounds_are_refused(asked):
    assert run(*asked).exit_code == ExitCode.USAGE


def test_green_hosting_needs_evidence():
    assert "empty" in refusal(*PAGE, "--green-hosting", " ")


def test_an_unknown_comparison_is_refused_before_anything_is_said():
    for form in ("text", "json"):
        found = run(*PAGE, "--equivalence", "horse", "-f", form)
        assert isinstance(found.exception, InputError)
        assert found.stdout == ""


def test_comparisons_are_in_the_json_with_their_source():
    (found,) = json.loads(run(*PAGE, "--equivalence", "car-km", "-f", "json").stdout)["equivalences"]
    assert found["row"]["value"] == pytest.approx(0.142, abs=5e-4)
    assert found["row"]["source"] == "ademe-impactco2"
    assert found["amount"]["low"] < found["amount"]["high"]


def test_the_grid_that_an_answer_names_can_be_asked_for():
    assert "electricity-ember.DEU" in text(*PAGE, "--grid", "electricity-ember.DEU")


def test_commands_are_summed_up_in_whole_sentences():
    assert "..." not in CliRunner().invoke(command, ["--help"]).stdout.partition("Commands:")[2]


@pytest.mark.parametrize("page", ["commands.md", "fr/commandes.md"])
def test_the_plan_in_the_docs_can_be_used(page):
    docs = (FIXTURES.parent / "docs" / page).read_text("utf-8")
    plan = docs.partition("## delest estimate plan")[2].partition("```\n")[2].partition("```")[0]
    answer = json.loads(CliRunner().invoke(command, ["plan", "-", "-f", "json"], input=plan).stdout)
    assert answer["left_out"] == []
    assert [line["counted"] for line in answer["answer"]["lines"]] == [1000, 1100, 100, 1_000_000, 0]
