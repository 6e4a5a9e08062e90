import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import replace

from delest.errors import InputError
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.records.pages.document import Document
from delest.records.pages.load import Outcome
from delest.records.pages.screenshot import MOST_BYTES, Screenshot
from delest.records.runs.audit import Answer, PageRecord, RunEnd, RunHeader
from delest.records.runs.scope import Scope
from delest.store import journal as journal_module
from delest.store.journal import Journal
from delest.store.open_run import FILE_NAME
from tests.page_loads import load, page, run_header, transfer, unhurried

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).with_name("endless_writer.py")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEADER = run_header(Scope(start_urls=("https://example.org/",)), started_at=NOON)
END = RunEnd(ended_at=NOON, complete=True, known_pages=2)
ONE = page(load(transfer(size=10), url="https://example.org/1"))
TWO = page(load(transfer(size=20), url="https://example.org/2"))


MESSAGES = (Message.of("of {url}", url="{0}"), Message.counted(("{n} line", "{n} lines"), 2))


def records_of(info):
    """The strategy of all values of a type of msgspec's."""
    match info:
        case inspect.StructType() if info.cls is Message:
            found = st.sampled_from(MESSAGES)
        case inspect.StructType():
            found = st.builds(info.cls, **{field.name: records_of(field.type) for field in info.fields})
        case inspect.UnionType():
            found = st.one_of(*map(records_of, info.types))
        case inspect.VarTupleType():
            found = st.lists(records_of(info.item_type), max_size=2).map(tuple)
        case inspect.TupleType():
            found = st.tuples(*map(records_of, info.item_types))
        case inspect.EnumType():
            found = st.sampled_from(info.cls)
        case inspect.LiteralType():
            found = st.sampled_from(info.values)
        case inspect.DictType():
            found = st.dictionaries(records_of(info.key_type), records_of(info.value_type), max_size=2)
        case _:
            found = SCALARS[type(info)]
    return found


SCALARS = {
    inspect.StrType: st.text(max_size=5),
    inspect.IntType: st.integers(-(2**63), 2**63 - 1),
    inspect.FloatType: st.floats(allow_nan=False, allow_infinity=False),
    inspect.BoolType: st.booleans(),
    inspect.NoneType: st.none(),
    inspect.DateType: st.dates(),
    inspect.DateTimeType: st.datetimes(timezones=st.just(UTC)),
    inspect.DateType: st.dates(),
}


def any_record(cls):
    return records_of(inspect.type_info(cls))


def read(run):
    with Journal.open(run) as journal:
        return journal.header(), list(journal.pages()), journal.ended(), journal.answered()


@pytest.fixture
def run(tmp_path):
    """A finished run of two pages."""
    with Journal.create(tmp_path / "run", HEADER) as journal:
        journal.add(ONE)
        journal.add(TWO)
        journal.end(END)
    return tmp_path / "run"


def test_what_was_written_is_read(run):
    assert read(run) == (HEADER, [ONE, TWO], END, None)
    assert read(run / FILE_NAME) == read(run)
    assert [each.name for each in run.iterdir()] == [FILE_NAME]


def test_directories_are_made_on_the_way(tmp_path):
    Journal.create(tmp_path / "a" / "b", HEADER).__exit__(None, None, None)
    assert read(tmp_path / "a" / "b") == (HEADER, [], None, None)


@given(any_record(RunHeader), st.lists(any_record(PageRecord), max_size=2), any_record(RunEnd), any_record(Answer))
@unhurried
def test_every_record_comes_back_as_it_was(tmp_path_factory, header, pages, end, answer):
    run = tmp_path_factory.mktemp("run")
    pages = [msgspec.structs.replace(each, url=str(n)) for n, each in enumerate(pages)]
    with Journal.create(run, header) as journal:
        for each in pages:
            journal.add(each)
        journal.end(end)
        journal.answer(answer)
    assert read(run) == (header, pages, end, answer)


def test_a_page_that_is_added_again_stands_once_with_its_last_record(run):
    with Journal.open(run) as journal:
        journal.add(page(load(url=ONE.url)))
    assert read(run)[1] == [page(load(url=ONE.url)), TWO]


def test_more_pages_than_are_read_at_once_come_in_their_order_and_no_more_than_there_were(tmp_path):
    pages = [page(load(transfer(size=n), url=f"https://example.org/{n}")) for n in range(50)]
    with Journal.create(tmp_path, HEADER) as journal:
        for each in pages:
            journal.add(each)
        reading, meanwhile = journal.pages(), page(load(url="https://example.org/new"))
        found = [next(reading)]
        journal.add(meanwhile)
        journal.add(page(load(url=pages[0].url)))
        assert [*found, *reading] == pages
        assert list(journal.pages())[-1] == meanwhile


def test_the_facts_of_a_page_are_its_record_without_what_moved(run):
    with Journal.open(run) as journal:
        for facts, record in zip(journal.facts(), [ONE, TWO], strict=True):
            whole, kept = msgspec.to_builtins(record), msgspec.to_builtins(facts)
            assert whole["loads"][0].pop("transfers")
            assert kept == {name: value for name, value in whole.items() if name != "findings"}


def test_a_page_too_large_to_be_read_again_costs_itself_and_not_the_run(run, monkeypatch):
    monkeypatch.setattr(journal_module, "MAX_RECORD_BYTES", 10_000)
    url = "https://example.org/monster"
    monster = page(load(*(transfer(url=f"{url}/{n}") for n in range(1000)), url=url), links_found=3)
    with Journal.open(run) as journal:
        journal.add(monster)
    *others, kept = read(run)[1]
    assert others == [ONE, TWO]
    assert (kept.url, kept.links_found) == (url, 3)
    assert [(each.outcome, each.reason, each.transfers) for each in kept.loads] == [
        (Outcome.FAILED, Reason(code=ReasonCode.RECORD_TOO_LARGE), ())
    ]


def test_pictures_are_kept_of_pages_that_were_measured_up_to_a_number(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_module, "MOST_PAGES", 2)
    failed = page(load(url="https://example.org/failed", outcome=Outcome.TIMED_OUT))
    urls = [f"https://example.org/{n}" for n in range(3)]
    with Journal.create(tmp_path / "run", HEADER) as journal:
        journal.add(failed, None, picture(failed.url))
        for url in urls:
            journal.add(page(load(url=url)), None, picture(url))
        assert [each.page_url for each in journal.screenshots([failed.url, *urls])] == urls[:2]


def test_a_picture_that_is_too_large_to_be_ours_is_not_shown(tmp_path):
    url = "https://example.org/1"
    with Journal.create(tmp_path / "run", HEADER) as journal:
        journal.add(page(load(url=url)), None, picture(url, MOST_BYTES + 1))
        assert journal.screenshots([url]) == ()


def picture(url, size=9):
    return Screenshot(page_url=url, webp=b"w" * size, width_px=240, height_px=135)


def test_the_journal_knows_when_it_was_last_written(tmp_path):
    before = datetime.now(UTC)
    with Journal.create(tmp_path, HEADER) as journal:
        journal.add(ONE)
        assert abs(journal.file.last_written() - before) < timedelta(minutes=10)
        os.utime(tmp_path / FILE_NAME, (0, NOON.timestamp()))
        assert journal.file.last_written() == NOON


def test_a_run_is_never_overwritten(run):
    with pytest.raises(InputError, match="already contains an audit"):
        Journal.create(run, HEADER)
    assert read(run) == (HEADER, [ONE, TWO], END, None)


def test_a_run_that_could_not_begin_is_not_at_work(tmp_path):
    (tmp_path / FILE_NAME).symlink_to(tmp_path / "gone" / "far")
    with pytest.raises(InputError, match="no run can be written to"):
        Journal.create(tmp_path, HEADER)
    (tmp_path / FILE_NAME).unlink()
    with Journal.create(tmp_path, HEADER) as journal:
        assert journal.header() == HEADER


def test_a_directory_that_holds_something_else_is_no_hindrance(tmp_path):
    (tmp_path / "report.html").write_text("mine")
    Journal.create(tmp_path, HEADER).__exit__(None, None, None)
    assert read(tmp_path)[0] == HEADER


@pytest.mark.parametrize("where", ["file", "file/run", "x" * 300, f"{'x' * 300}/run"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, where):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="no run can be written to") as refused:
        Journal.create(tmp_path / where, HEADER)
    assert str(tmp_path / where) in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize("where", ["", "nowhere", "file/run"])
def test_no_run_there(tmp_path, where):
    (tmp_path / "file").write_text("no directory")
    with pytest.raises(InputError, match="no run in"):
        Journal.open(tmp_path / where)


def test_a_newer_format_is_told_from_damage(run):
    with contextlib.closing(sqlite3.connect(run / FILE_NAME)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="run format 99, this delest reads formats 3 to 4"):
        Journal.open(run)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 200])
def test_what_is_no_run_is_called_damaged(tmp_path, content):
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(InputError, match="not a run, or is damaged"):
        read(tmp_path)


@pytest.mark.parametrize("value", ["'text'", "7", "zeroblob(9)", "x'789c'", "x'789c030000000001'"])
@pytest.mark.parametrize("table", ["run", "page"])
def test_a_record_that_cannot_be_read_is_called_damaged(run, table, value):
    with contextlib.closing(sqlite3.connect(run / FILE_NAME)) as database, database:
        database.execute(f"UPDATE {table} SET record = {value}")
    with pytest.raises(InputError, match="not a run, or is damaged"):
        read(run)


def test_damage_that_sqlite_can_only_quote_in_bytes_is_called_damaged(run):
    content = (run / FILE_NAME).read_bytes()
    (run / FILE_NAME).write_bytes(content.replace(b"tablepagepage", b"tablep\x80gepage"))
    with pytest.raises(InputError, match="not a run, or is damaged"):
        read(run)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a journal of twenty pages."""
    run = tmp_path_factory.mktemp("sound")
    with Journal.create(run, HEADER) as journal:
        for n in range(20):
            journal.add(page(load(transfer(url="x" * 300), url=str(n))))
    return (run / FILE_NAME).read_bytes()


@given(data=st.data())
@unhurried
def test_damage_is_an_input_error_and_nothing_else(tmp_path_factory, sound, data):
    run, content = tmp_path_factory.mktemp("run"), bytearray(sound)
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (run / FILE_NAME).write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with contextlib.suppress(InputError):
        read(run)


def test_a_full_disk_is_an_input_error_and_costs_no_page_that_was_written(run):
    with Journal.open(run) as journal:
        journal.file._database.execute("PRAGMA max_page_count = 8")
        noise = random.Random(1)
        heavy = page(load(*(transfer(url=str(noise.random())) for _ in range(3000)), url="https://example.org/heavy"))
        with pytest.raises(InputError, match="cannot be written: database or disk is full") as refused:
            journal.add(heavy)
    assert "pages written so far are safe" in str(refused.value.remedy)
    assert read(run)[1] == [ONE, TWO]


@pytest.mark.parametrize("limit_bytes", [50_000, 150_000, 700_000])
def test_a_disk_that_fills_up_while_pages_are_written_costs_none_of_those_that_were(tmp_path, limit_bytes):
    command = [sys.executable, "-m", "tests.store.full_disk", str(tmp_path), str(limit_bytes)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    written, error, remedy = answer.stdout.splitlines()
    assert "cannot be written: " in error
    assert "pages written so far are safe" in remedy
    header, pages, ended, _ = read(tmp_path)
    assert (header.run.id, ended) == ("killed", None)
    assert [each.url for each in pages] == [str(n) for n in range(int(written))]
    with Journal.resume(tmp_path) as journal:
        journal.add(ONE)
    assert read(tmp_path)[1][-1] == ONE


def test_reading_does_not_hold_up_a_run_that_is_still_being_written(run):
    with Journal.open(run) as writer, Journal.open(run) as reader:
        pages = reader.pages()
        next(pages)
        writer.file._database.execute("PRAGMA busy_timeout = 0")
        writer.add(page(load(url="https://example.org/3")))
        assert list(pages) == [TWO]


def test_a_run_cut_off_in_the_middle_of_a_page_is_rolled_back(run, tmp_path):
    cut_off = tmp_path / "cut-off"
    cut_off.mkdir()
    with contextlib.closing(sqlite3.connect(run / FILE_NAME)) as database:
        database.execute("PRAGMA cache_size = 1")  # what is written goes to the file before it is committed
        database.execute("UPDATE page SET record = zeroblob(1000)")
        database.executemany("INSERT INTO page VALUES (?, zeroblob(5000))", [(str(n),) for n in range(50)])
        for file in run.iterdir():
            shutil.copy(file, cut_off)
        database.rollback()
    assert len(list(cut_off.iterdir())) == 2
    assert read(cut_off) == (HEADER, [ONE, TWO], END, None)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path, seed):
    chance = random.Random(seed)
    writer = subprocess.Popen([sys.executable, str(WRITER), str(tmp_path)], stdout=subprocess.PIPE, text=True)
    with writer:
        said = [writer.stdout.readline() for _ in range(chance.randrange(1, 30))]
        time.sleep(chance.random() * 0.01)
        writer.kill()
        said += writer.stdout.readlines()
    header, pages, ended, _ = read(tmp_path)
    assert header.run.id == "killed"
    assert ended is None
    acknowledged = sum(line.endswith(".\n") for line in said)
    assert [int(each.url) for each in pages] == list(range(len(pages)))
    assert len(pages) in {acknowledged, acknowledged + 1}
    assert all(len(each.loads[0].transfers) == 500 for each in pages)


def test_documents_are_kept_each_once(tmp_path):
    url = "https://example.org/a.pdf"
    first = Document(url=url, final_url=url, family="text", reason=Reason.of(ReasonCode.NO_RESPONSE, 30))
    with Journal.create(tmp_path, HEADER) as journal:
        assert list(journal.documents()) == []
        journal.add_document(first)
        journal.add_document(replace(first, stated_bytes=5, stated_in="content-length", reason=None))
    with Journal.open(tmp_path) as journal:
        assert [each.stated_bytes for each in journal.documents()] == [5]


@pytest.mark.parametrize("warning", ['{"template": "{x}"}', '{"template": "{"}', '{"template": "a", "many": "b"}'])
def test_a_warning_that_cannot_be_said_is_damage(run, warning):
    end = b'{"ended_at":"2026-11-22T12:00:00Z","complete":true,"known_pages":1,"warnings":[%s]}' % warning.encode()
    with contextlib.closing(sqlite3.connect(run / FILE_NAME)) as database, database:
        database.execute("INSERT OR REPLACE INTO run VALUES ('end', ?)", (zlib.compress(end),))
    with Journal.open(run) as journal, pytest.raises(InputError, match="damaged"):
        journal.ended()
