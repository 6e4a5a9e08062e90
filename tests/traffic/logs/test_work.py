import gzip
from pathlib import Path

from delest.traffic.files.opened import Opened
from delest.traffic.logs import work
from delest.traffic.logs.block import Block
from delest.traffic.logs.formats import Layout
from delest.traffic.logs.tally import Tally

LAYOUT = Layout(format="log_common", variant="+agent")


def log(lines):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    def line(n):
        when = f"10/Feb/2026:{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02} +0100"
        return f'192.0.2.{n % 250} - - [{when}] "GET /page-{n % 700} HTTP/1.1" 200 {n} "-" "{agent}"\n'

    return "".join(line(n) + ("broken\n" if n % 1000 == 7 else "") for n in range(lines)).encode()


def whole(file, jobs):
    counts = Block()
    for block in work.counted(file, LAYOUT, jobs):
        counts.add(block)
    return counts


def test_processes_side_by_side_count_as_one_does(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "ALONE_BYTES", 0)
    monkeypatch.setattr(work, "RANGE_BYTES", 100_000)
    (tmp_path / "a.log").write_bytes(log(20_000))
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(log(20_000), 1))
    alone = whole(Opened("a.log", path=tmp_path / "a.log"), 1)
    assert (alone.lines, alone.unread, len(alone.people)) == (20_020, 20, 700)
    assert whole(Opened("a.log", path=tmp_path / "a.log"), 2) == alone
    assert whole(Opened("a.log.gz", path=tmp_path / "a.log.gz"), 2) == alone


def test_samples_of_broken_lines_have_their_numbers_in_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "ALONE_BYTES", 0)
    monkeypatch.setattr(work, "RANGE_BYTES", 100_000)
    (tmp_path / "a.log").write_bytes(log(5_000))
    counts = whole(Opened("a.log", path=tmp_path / "a.log"), 2)
    lines = (tmp_path / "a.log").read_bytes().splitlines()
    assert [number for number, _ in counts.samples] == [n for n, line in enumerate(lines, 1) if line == b"broken"]


def test_ranges_are_whole_lines_and_miss_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "RANGE_BYTES", 997)
    content = log(300) + b"no end of line"
    (tmp_path / "a.log").write_bytes(content)
    ranges = list(work._ranges(Opened("a.log", path=tmp_path / "a.log")))
    assert b"".join(content[start:end] for _, start, end in ranges) == content
    assert all(content[:end].endswith(b"\n") for _, _, end in ranges[:-1])


def test_addresses_beyond_what_memory_is_for_go_to_a_file_that_is_deleted():
    with Tally(in_memory=10) as tally:
        for n in range(1, 8):
            people = {b"/%d" % each: n for each in range(25)} | {b"/": 100}
            tally.take(Block(lines=1, people=people, robots={b"/robot-%d" % each: 1 for each in range(12)}))
        found = list(tally.people())
        folder = Path(tally._people._file.execute("PRAGMA database_list").fetchone()[2]).parent
        assert folder.exists()
        assert tally.robot_pages() == 84
    assert not folder.exists()
    assert found[0] == (b"/", 700)
    assert dict(found[1:]) == {b"/%d" % each: 28 for each in range(25)}
    assert tally.counts.lines == 7
