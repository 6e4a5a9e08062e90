import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from delest.cli.commands.co2e.factors import command
from delest.errors import InputError
from delest.factors import load
from delest.report.language import words

OWN = Path(__file__).parents[2] / "fixtures" / "factors" / "own.toml"


@pytest.fixture(autouse=True)
def english():
    words.use("en")


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_list_names_every_set_with_version_and_hash():
    found = run("list").stdout
    for factors in load.released().values():
        assert factors.ref.id in found
        assert factors.ref.sha256[:12] in found
    assert len(json.loads(run("list", "-f", "json").stdout)) == len(load.available())


@pytest.mark.parametrize("set_id", load.available())
def test_every_set_can_be_shown_with_its_sources(set_id):
    found = run("show", set_id)
    assert found.exit_code == 0
    assert load.load_set(set_id).ref.sha256 in found.stdout
    assert found.stdout.count("boundary: ") == len(load.load_set(set_id).factors)
    assert json.loads(run("show", set_id, "-f", "json").stdout)["ref"]["id"] == set_id


def test_diff_of_two_sets():
    found = run("diff", "agec-isp-2022", "ademe-fr-2026").stdout
    assert "ademe-fr.net.mobile: 49.4 gCO2e/GB (2022) -> 24.6837 gCO2e/GB (2022)" in found
    assert "agec-isp-2022.free-mobile: 24.3 gCO2e/GB (2020) -> none" in found
    assert run("diff", "swd-v4", "swd-v4").stdout.endswith("No row differs.\n")
    assert "my-network-2026.gb: none -> 0.02 kgCO2e/GB (2026)" in run("diff", "swd-v4", str(OWN)).stdout


def test_the_released_files_verify():
    found = run("verify")
    assert found.exit_code == 0
    assert found.stdout == "16 factor files are as they were released.\n"


def test_an_altered_release_is_refused(tmp_path, monkeypatch):
    data = resources.files("delest.factors") / "data"
    (tmp_path / "data").mkdir()
    for file in data.iterdir():
        changed = file.read_bytes().replace(b"0.055", b"0.056") if file.name == "swd-v4.toml" else file.read_bytes()
        (tmp_path / "data" / file.name).write_bytes(changed)
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    found = run("verify")
    assert isinstance(found.exception, InputError)
    assert "swd-v4.toml" in str(found.exception)


def test_ones_own_file_verifies():
    found = run("verify", str(OWN)).stdout
    assert ": 1 row is sound" in found.replace("\n", " ")
    assert load.load_file(OWN).ref.sha256 in found
    assert "1 GB by the model my-network: 0.02 kg CO2e" in found


@pytest.mark.parametrize(
    ("old", "new", "words_of_refusal"),
    [
        ("value = 0.02\n", "value = 0.5\n", "low <= value <= high"),
        ("expected_kg = 0.02", "expected_kg = 0.05", r"gives 0.02 kg where \[model.check\] expects 0.05"),
        ('unit = "kgCO2e/GB"', 'unit = "kWh/GB"', "cannot use the unit 'kWh/GB'"),
        ('unit = "kgCO2e/GB"', 'unit = "kg/Go"', "cannot use the unit 'kg/Go'"),
        ('kind = "linear-per-gb"', 'kind = "linear-per-gb-by-network"', "unknown field `factor`"),
        ('kind = "linear-per-gb"\n', "", "missing required field `kind`"),
        ('kind = "web-model"', 'kind = "web-modle"', "kind 'web-modle' is not known"),
        ('geography = "FRA"', 'geography = "France"', "geography 'France' is neither"),
        (
            "my-network-2026.gb",
            "minumeco-2022.web.kg-per-gb",
            "released rows have these ids already: minumeco-2022.web.kg-per-gb",
        ),
    ],
)
def test_a_bad_file_of_ones_own_is_refused(tmp_path, old, new, words_of_refusal):
    file = tmp_path / "mine.toml"
    file.write_text(OWN.read_text("utf-8").replace(old, new), "utf-8")
    found = run("verify", str(file))
    assert isinstance(found.exception, InputError)
    with pytest.raises(InputError, match=words_of_refusal):
        raise found.exception
    assert found.exception.remedy


def test_statuses_and_what_is_not_stated_are_in_words():
    words.use("fr")
    found = run("list").stdout
    assert "(remplacé)" in found
    assert "(choisi par delest)" in found
    assert not any(f"({status})" in found for status in ("current", "superseded", "draft", "reference", "historical"))
    words.use("en")
    found = run("diff", "agec-isp-2022", "ademe-fr-2026").stdout
    assert "not stated" in found
    assert "None" not in found
