"""What each command says in French: not one English word of ours, no English unit, no decimal point."""

import re
from pathlib import Path

import pytest

from tests.command import delest
from tests.evidence.audits import bad_page, good_page, saved
from tests.french import english_in

RECORDING = Path(__file__).parents[2] / "fixtures" / "har" / "etat-lu-2018.har"
PLAN = """theme,action,level,lever,device,quantity,from,to
Conception,Accueil,roll-out,page,,900000,2 MB,500 kB
Achats,Smartphones,trial,refurbished,smartphone,1234,,
"""
COMMANDS = {
    "report audit": 0,
    "report audit --traffic export.csv --traffic-days 30": 0,
    "check audit --max-page-weight 100kB": 1,
    "check audit --max-page-weight 12": 2,
    "compare audit autre": 0,
    "history .": 0,
    "rgesn audit -o pack": 0,
    "advise audit": 2,
    "prove audit": 2,
    "traffic export.csv --traffic-days 30": 0,
    "estimate page --views 1000000 --from 2MB --to 500kB": 0,
    "estimate equipment refurbished --device smartphone --count 1000": 0,
    "estimate plan plan.csv": 0,
    "estimate run audit": 0,
    "factors list": 0,
    "factors show agec-isp-2022": 0,
    "factors diff agec-isp-2022 ademe-fr-2026": 0,
    "rules": 0,
    "explain 3": 0,
    "fleet list parc.csv": 2,
    "bilan plan.csv": 2,
    f"weigh {RECORDING}": 0,
    "audit nope:": 2,
    "audit http://127.0.0.9:9/ -q": 3,
}  # fmt: skip
"""Command -> how it ends."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("french")
    for name in ("audit", "autre"):
        saved(made / name, good_page("/"), bad_page("/b"))
    (made / "plan.csv").write_text(PLAN, "utf-8")
    (made / "export.csv").write_text(
        "page,views\nhttps://www.example.gouv.fr/,120000\nhttps://autre.fr/b,10\n", "utf-8"
    )
    (made / "parc.csv").write_text("id,url,budget\nun,https://www.example.org/,1 MB\nfaux,nope:,\n", "utf-8")
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_speaks_french(folder, command):
    asked = command.split()
    answer = delest(*asked, "--lang", "fr", cwd=folder)
    said = answer.stdout + answer.stderr
    assert answer.returncode == COMMANDS[command], said
    if asked[0] == "factors":  # titles of sources, as they are cited
        said = re.sub(
            r"(?s) (?:source\s:|- (?:locator|source|note):|\(The Shift).*?(?=\n\n|\n +-|licence|\))", "", said
        )
    assert english_in(said) == set()
