"""Runs that older versions wrote are read: ``fixtures/runs`` has one of each format, made by the delest of its time."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from msgspec import inspect

from delest import plugins
from delest.pipeline.reading import in_short, report
from delest.reason import ReasonCode
from delest.records.pages.load import Outcome
from delest.records.runs.summary import Summary
from delest.report.language import words
from delest.store import formats
from delest.store.formats import format_3
from delest.store.journal import Journal
from delest.store.old_format import OldFormat
from delest.store.open_run import FILE_NAME
from delest.store.run_file import FORMAT, OLDEST, read_summary
from delest.store.upgrade import newest
from tests.rendered import render

RUNS = Path(__file__).parents[2] / "fixtures" / "runs"
MEAN_BYTES = 827_863.2
"""What the delest that wrote the run of format 3 said of it."""


@pytest.fixture
def run_3(tmp_path):
    shutil.copytree(RUNS / "format-3", tmp_path / "run")
    return tmp_path / "run"


def read(run):
    with Journal.open(run) as journal:
        return report(journal)


def test_each_older_format_has_a_reader_and_a_run():
    older = [f"format-{version}" for version in range(OLDEST, FORMAT)]
    assert list(plugins.collect(formats, OldFormat)) == older
    assert sorted(path.name for path in RUNS.iterdir()) == older


def test_a_run_of_format_3_says_what_it_said(run_3):
    before = (run_3 / FILE_NAME).read_bytes()
    audited = read(run_3)
    assert audited.site.mean_bytes == MEAN_BYTES
    assert (len(audited.pages), len(audited.weights), audited.end.complete) == (18, 10, True)
    lost = {page.url.split("/", 3)[3]: page.loads[-1] for page in audited.pages if page.loads[-1].reason}
    assert {path: (load.outcome, str(load.reason)) for path, load in lost.items()} == {
        "horaires-piscine.html": (Outcome.HTTP_ERROR, "http-error: 404"),
        "actualites/archives.html": (Outcome.HTTP_ERROR, "http-error: 404"),
        "gone/": (Outcome.HTTP_ERROR, "http-error: 404"),
        "private/": (Outcome.BLOCKED, "login-required: HTTP 401"),
        "challenge/": (Outcome.BLOCKED, "bot-challenge: HTTP 403"),
        "stalled/": (Outcome.TIMED_OUT, "no-response: 6"),
        "lost/": (Outcome.HTTP_ERROR, "soft-404"),
        "away/": (Outcome.FAILED, "net-error: net::ERR_UNSAFE_PORT"),
    }
    assert {str(each.consent.reason) for page in audited.pages for each in page.loads if each.consent} == {"no-banner"}
    assert {str(each.reason) for each in audited.documents if each.stated_bytes is None} == {"no-size"}
    assert {rule.id for rule in audited.rules} == {finding.rule for finding in audited.findings}
    assert (run_3 / FILE_NAME).read_bytes() == before


def test_a_run_of_format_3_is_reported_in_french(run_3):
    with words.speaking("fr"):
        text = render(read(run_3), "text")
    assert "contrôle anti-robot" in text
    assert "connexion requise" in text


def test_a_run_of_format_3_that_is_resumed_becomes_one_of_the_newest(run_3):
    before = read(run_3)
    with Journal.resume(run_3):
        pass
    assert read(run_3) == before
    with contextlib.closing(sqlite3.connect(run_3 / FILE_NAME)) as database, database:
        assert database.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    with Journal.resume(run_3) as journal:
        journal.summarise(in_short(before))
    assert read_summary(run_3 / FILE_NAME) == in_short(before)


def test_a_run_of_format_3_with_a_damaged_record_is_told(run_3):
    with contextlib.closing(sqlite3.connect(run_3 / FILE_NAME)) as database, database:
        database.execute("UPDATE page SET record = x'789c03000000000100'")
    with Journal.open(run_3) as journal, pytest.raises(Exception, match="damaged"):
        list(journal.facts())


@pytest.mark.parametrize(
    ("sentence", "code", "detail"),
    [
        ("", None, ""),
        ("HTTP 503", ReasonCode.HTTP_ERROR, "503"),
        ("HTTP 204", ReasonCode.NO_CONTENT, "204"),
        ("application/pdf", ReasonCode.NOT_HTML, "application/pdf"),
        ("login required: leads to https://id.example.net/", ReasonCode.LOGIN_REQUIRED, "https://id.example.net/"),
        ("access denied: Akamai", ReasonCode.ACCESS_DENIED, "Akamai"),
        ("leads to another site: https://b.example/", ReasonCode.LEADS_ELSEWHERE, "https://b.example/"),
        ("net::ERR_CERT_DATE_INVALID", ReasonCode.BAD_CERTIFICATE, "net::ERR_CERT_DATE_INVALID"),
        ("ConnectError: All attempts failed", ReasonCode.NET_ERROR, "ConnectError: All attempts failed"),
        ("private address", ReasonCode.PRIVATE_ADDRESS, ""),
        ("the page takes more than 0.6 GB of memory", ReasonCode.PAGE_MEMORY, "0.6 GB"),
        ("the page takes more than 0.6 GB of memory, the most of all", ReasonCode.SHARED_MEMORY, "0.6 GB"),
        ("the page before it could not be loaded: net::ERR_FAILED", ReasonCode.PAGE_BEFORE_FAILED, "net::ERR_FAILED"),
        ("the page before it could not be loaded: it hangs", ReasonCode.PAGE_BEFORE_FAILED, ""),
        ("the page did not run: it asks for JavaScript or another browser", ReasonCode.NEEDS_JAVASCRIPT, ""),
        ("soft 404: shows what this site shows for an address that does not exist", ReasonCode.SOFT_404_ALIKE, ""),
        ("robots-unread", ReasonCode.ROBOTS_UNREAD, ""),
        ("Page.goto: something else", ReasonCode.OTHER, "Page.goto: something else"),
    ],
)  # fmt: skip
def test_sentences_of_format_3_are_reasons(sentence, code, detail):
    expected = None if code is None else {"code": code.value, "detail": detail}
    assert format_3.reason(sentence) == expected


def test_warnings_of_format_3_are_messages():
    warning = {"template": "{url}: {reason}", "many": "", "values": {"url": "https://a.fr/", "reason": "cut short"}}
    counted = {"template": "{n} line", "many": "{n} lines", "values": {"n": 3}}
    upgraded = newest(3, "end", {"warnings": [warning, counted]})
    assert upgraded["warnings"] == [
        {
            "one": "{url}: {reason}",
            "many": "",
            "values": {"url": "https://a.fr/", "reason": {"code": "cut-short", "detail": ""}},
        },
        {"one": "{n} line", "many": "{n} lines", "values": {"n": 3}},
    ]


def test_the_summary_keeps_its_fields_whatever_comes():
    """Fields are added, never renamed, removed or typed otherwise: other versions of delest read them."""
    assert {field.name: type(field.type).__name__ for field in inspect.type_info(Summary).fields}.items() >= {
        "run_id": "StrType",
        "delest_version": "StrType",
        "started_at": "DateTimeType",
        "ended_at": "DateTimeType",
        "complete": "BoolType",
        "start_urls": "VarTupleType",
        "device": "StrType",
        "pages_measured": "IntType",
        "pages_known": "IntType",
        "mean_bytes": "UnionType",
    }.items()


def test_the_summary_is_read_from_a_format_of_the_future(run_3):
    short = in_short(read(run_3))
    with Journal.resume(run_3) as journal:
        journal.summarise(short)
    with contextlib.closing(sqlite3.connect(run_3 / FILE_NAME)) as database, database:
        database.execute("PRAGMA user_version = 99")
        database.execute("DROP TABLE page")
        database.execute("INSERT INTO summary VALUES ('from_the_future', '[1, 2]')")
        told = dict(database.execute("SELECT field, value FROM summary"))
    assert read_summary(run_3 / FILE_NAME) == short
    assert json.loads(told["mean_bytes"]) == MEAN_BYTES


def test_a_run_without_a_summary_or_a_file_that_is_no_run_has_none(run_3, tmp_path):
    assert read_summary(run_3 / FILE_NAME) is None
    (tmp_path / "x").write_text("no database")
    assert read_summary(tmp_path / "x") is None
    assert read_summary(tmp_path / "nothing") is None
