"""Details that records keep in English, as French readers see them; the whole kind is found in the code."""

import ast
import errno
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from delest.errors import unwritable
from delest.factors.load import released
from delest.message import Message
from delest.pipeline.proving.page_edits import FINAL_LINKS
from delest.reason import Reason, ReasonCode
from delest.records.advice.visits import CONDITIONS, FUNCTIONS_NOT_RUN, RULES_NOT_USED, in_visits
from delest.records.fleet.campaign import State
from delest.report import fleet_kinds
from delest.report.language import factor_words, words
from delest.report.language.conditions import condition_text
from delest.report.language.reasons import in_english, reason_text, said
from delest.report.language.technical import technical
from tests.fleet.test_consolidate import campaign, entry
from tests.french import english_in

SRC = Path(__file__).parents[2] / "src" / "delest"
ROOMS = ("advise/remedies", "advise/rules", "weigh", "measure/browser", "measure/replay", "crawl")
"""Where details are written."""
MARKS = {"N_", "NN_", "_", "ngettext"}


@pytest.mark.parametrize(
    ("detail", "french"),
    [
        ("0.6 GB", "0,6\u202fGo"),
        ("512 MB", "512\u202fMo"),
        ("7.5", "7,5"),
        ("1200 B ×14", "1200\u202fo ×14"),
        ("980123 B, 20 B", "980123\u202fo, 20\u202fo"),
        ("animated WebP q85, SSIM 0.991", "WebP animé q85, SSIM 0,991"),
        ("used rules alone, brotli 5", "seules les règles utilisées, brotli 5"),
        ("WOFF2, 96 characters", "WOFF2, 96 caractères"),
        ("not run in 1 visit", "pas exécuté en 1 visite"),
        ("rel=prefetch, not used in 3 visits", "rel=prefetch, pas utilisé en 3 visites"),
        ("Cache-Control: max-age=1.5 MB", "Cache-Control: max-age=1.5 MB"),
        ("net::ERR_FAILED", "net::ERR_FAILED"),
    ],
)
def test_a_detail_is_written_in_the_language_in_use(detail, french):
    assert technical(detail) == detail
    words.use("fr")
    assert technical(detail) == french


def test_conditions_say_their_number_of_visits_in_the_language_in_use():
    several = f"{in_visits(RULES_NOT_USED, 3)} {FINAL_LINKS} {in_visits(FUNCTIONS_NOT_RUN, 1)}"
    assert condition_text(several) == several
    words.use("fr")
    french = condition_text(several)
    assert french.startswith("Pas utilisé en 3 visites, ")
    assert "en 1 visite " in french
    assert not english_in(french)


def test_every_condition_is_said_in_french():
    paths = [path for room in ("advise/rules", "pipeline/proving") for path in (SRC / room).rglob("*.py")]
    named = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    marked = [
        node.value.args[0].value
        for node in named
        if isinstance(node, ast.AnnAssign) and getattr(getattr(node.value, "func", None), "id", "") == "N_"
    ]
    assert len(marked) > 5
    words.use("fr")
    said_ = [*marked, *(in_visits(forms, n) for forms in CONDITIONS for n in (1, 2))]
    assert {text: condition_text(text) for text in said_ if english_in(condition_text(text))} == {}


def test_reasons_and_messages_write_their_sizes_and_numbers_in_french():
    memory = Reason(code=ReasonCode.PAGE_MEMORY, detail="0.6 GB")
    waited = Message.of("{url}: {reason}, {ratio}", url="x", ratio=2.5, reason=Reason.of(ReasonCode.NO_RESPONSE, "7.5"))
    assert str(waited).endswith("2.5")
    words.use("fr")
    assert "0,6\u202fGo" in reason_text(memory)
    assert "7,5" in said(waited)
    assert said(waited).endswith(" 2,5")
    assert in_english(memory).endswith("0.6 GB of memory")


def literals(tree):
    """The texts of a module that no catalogue has and that are not docstrings, their places filled with 7."""
    aside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            aside.update(ast.walk(node))
        elif isinstance(node, ast.Raise | ast.Expr):  # errors of ours for developers, and docstrings
            aside.update(ast.walk(node) if isinstance(node, ast.Raise) or isinstance(node.value, ast.Constant) else ())
        if isinstance(node, ast.JoinedStr) and node not in aside:
            aside.update(node.values)
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in aside:
            yield node.value


def test_every_detail_that_delest_writes_has_its_french():
    trees = [ast.parse(path.read_text("utf-8")) for room in ROOMS for path in sorted((SRC / room).rglob("*.py"))]
    found = {text for tree in trees for text in literals(tree) if " " in text.strip() and "\n" not in text}
    found -= {"Not Modified", "Partial Content"}  # a status as HTTP writes it
    assert {"run parts alone", "7 B ×7", "animated WebP q7"} <= found
    words.use("fr")
    assert {text: english_in(technical(text)) for text in found if english_in(technical(text))} == {}


def test_every_boundary_of_a_released_factor_has_its_french():
    rows = [row for factors in released().values() for row in factors.factors.values()]
    assert {row.boundary for row in rows} | {row.range_kind for row in rows} - {""} <= {*factor_words.KNOWN}
    words.use("fr")
    assert factor_words.factor_text("life cycle, 5 years") == "cycle de vie, 5 ans"


def test_why_a_service_was_not_audited_is_said_in_french():
    told = Message.of("{url} was not ready after {seconds} s ({status}); output of the command of --serve: {said}",
                      url="http://x", seconds=2.5, status="Connection refused", said="")  # fmt: skip
    failed = replace(entry("dead", state=State.FAILED), message=str(told), said=told)
    words.use("fr")
    text = "".join(fleet_kinds.status(campaign(failed), Path("parc")).pieces("text"))
    assert "2,5" in text
    assert english_in(text) == set()


def test_what_the_system_answers_is_french_but_a_file_of_that_name_is_not():
    error = unwritable("Is a directory", IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    with words.speaking("fr"):
        assert said(error.message).startswith("Is a directory ")
        assert said(error.message).endswith("c’est un dossier")
