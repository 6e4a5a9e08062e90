import re

import pytest

from delest.report.digest.gains import actions
from delest.report.language import words
from tests.rendered import render


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("en", ("what to do", "gain", "effort", "confidence", "pages", "check afterwards")),
        ("fr", ("que faire", "gain", "effort", "fiabilité", "pages", "vérifier ensuite")),
    ],
)
def test_each_action_is_one_block_with_all_that_a_ticket_needs(small, language, terms):
    words.use(language)
    tickets = render(small, "tickets").split("\n## ")[1:]
    assert len(tickets) == len(actions(small))
    for ticket in tickets:
        assert all(f"- **{term}** " in ticket for term in terms)
        assert re.search(r"^\| \[?https", ticket, re.MULTILINE)


def test_a_hostile_page_writes_no_block_of_its_own(hostile):
    text = re.sub("`[^`\n]*`", "", render(hostile, "tickets"))
    assert not re.search(r"(?<!\\)<(?!https?://)", text)
    assert not re.search(r"\]\(<(?!https?://)", text)
    assert "secret" not in text
