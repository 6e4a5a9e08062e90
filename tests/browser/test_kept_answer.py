"""An audit keeps the answer that it gave, and scores pages by what it measured."""

import re

import pytest
from click.testing import CliRunner

from delest.cli.commands.measuring import audit
from delest.report.language import words
from delest.store.journal import Journal

pytestmark = pytest.mark.browser


def test_an_audit_keeps_its_answer_and_shows_ecoindex_where_asked(browser_path, tmp_path):
    words.use("en")
    run = tmp_path / "run"
    options = ["--max-pages", "1", "--depth", "0", "--ecoindex", "--to", "100 kB", "--views-per-year", "1000"]
    found = CliRunner().invoke(audit.command, [*options, "--browser", browser_path, "--run", str(run), "-q"])
    assert found.exit_code == 0, found.exception
    with Journal.open(run) as journal:
        (page,) = journal.pages()
        answered = journal.answered()
    assert answered.attributed.views_per_year == answered.avoided.converted.views_per_year == 1000
    assert answered.avoided.target == "100 kB"
    assert page.loads[0].element_count > 50
    assert re.search(r"EcoIndex, mean of the pages' scores: \d+(;|$)", found.stdout, re.MULTILINE)
    assert re.search(r">\d+ [A-G]</td>", (run / "report.html").read_text("utf-8"))
