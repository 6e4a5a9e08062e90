import json
from datetime import UTC, datetime

import pytest

from delest.records.fleet.campaign import CampaignHeader, Entry
from delest.records.fleet.service import Service
from delest.store.campaign import CampaignFile
from tests.browser.small_site import SmallSite, page, redirect
from tests.command import delest


@pytest.fixture
def sites(tmp_path):
    with SmallSite() as one, SmallSite() as other:
        one.answers = {"/": page(), "/old": redirect("/")}
        other.answers = {"/": redirect(one.url("/", "localhost"))}
        rows = [
            f"a,{one.url()},oui",
            f"old,{one.url('/old')},oui",
            f"gone,{one.url('/gone')},oui",
            f"other,{other.url()},oui",
            "dead,http://127.0.0.9:9/,oui",
            "asleep,http://127.0.0.9:9/x,non",
            "wrong,nothing:,oui",
        ]
        path = tmp_path / "services.csv"
        path.write_text("\n".join(["id;url;actif".replace(";", ","), *rows]), "cp1252")
        yield path, one


def test_problems_are_found_before_anything_is_measured(sites):
    path, one = sites
    answer = delest("fleet", "list", path, "--problems", "-f", "json", "-q")
    assert answer.returncode == 2, answer.stderr
    told = json.loads(answer.stdout)
    found = {(each["service"], each["kind"], each["left_out"]) for each in told["problems"]}
    assert found == {
        ("old", "same-page", False),
        ("gone", "no-answer", False),
        ("other", "leads-elsewhere", False),
        ("dead", "no-answer", False),
        ("wrong", "wrong-row", True),
    }
    assert len(one.asked) == 5


def test_a_list_without_problems_is_shown_in_french(tmp_path):
    path = tmp_path / "parc.csv"
    path.write_text("Adresse;Nom;Budget\nhttps://a.example;Île;500 ko\n", "utf-16")
    answer = delest("fleet", "list", path, "--lang", "fr")
    assert answer.returncode == 0, answer.stderr
    assert "Île" in answer.stdout
    assert "500" in answer.stdout
    assert "service actif" in answer.stdout


def test_an_id_that_is_now_of_another_host_is_named_from_the_campaigns_of_the_folder(tmp_path):
    header = CampaignHeader(
        name="2025-T4",
        created_at=datetime(2025, 11, 1, tzinfo=UTC),
        source="s.csv",
        delest_version="0.1.0",
        factor_sets=(),
    )
    with CampaignFile.begin(tmp_path / "fleet" / "2025-T4", header) as file:
        file.put([Entry(service=Service(id="a", url="https://old.example/"))])
    path = tmp_path / "services.csv"
    path.write_text("id,url\na,https://new.example/\nb,https://b.example/\n", "utf-8")
    answer = delest("fleet", "list", path, "--folder", tmp_path / "fleet", "-f", "json")
    (told,) = json.loads(answer.stdout)["problems"]
    assert (told["service"], told["kind"], told["left_out"]) == ("a", "changed-host", True)
    assert "old.example" in told["message"]
