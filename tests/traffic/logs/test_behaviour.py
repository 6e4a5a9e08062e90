"""Robots that call themselves browsers: left out on request, counted and shown."""

from delest.traffic.logs import work
from delest.traffic.logs.sums import Sums
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BEHAVIOUR = Asked(behaviour=True)


def line(client, target, agent=CHROME, status=200, day=10):
    return f'{client} - - [{day}/Feb/2026:16:42:07 +0100] "GET {target} HTTP/1.1" {status} 5 "-" "{agent}"\n'


def people():
    return [line(f"192.0.2.{n}", target, FIREFOX) for n in range(60) for target in ("/a", "/style.css", "/photo.jpg")]


def log(tmp_path, *lines):
    path = tmp_path / "access.log"
    path.write_text("".join(lines) + line("192.0.2.200", "/style.css", day=12), "utf-8")
    return str(path)


def test_who_asks_for_robots_txt_is_a_robot_and_others_of_the_address_are_not(tmp_path):
    robot = [line("192.0.2.1", "/robots.txt", status=404), *(line("192.0.2.1", f"/b{n}") for n in range(3))]
    path = log(tmp_path, *robot, *people())
    export = read_traffic([path], BEHAVIOUR)
    assert (export.lines.people, export.lines.behaving, export.robot_views) == (60, 3, 3)
    assert {row.page for row in export.rows} == {"/a"}
    counts = export.lines
    named = ("people", "robots", "behaving", "documents", "parts", "errors")
    assert sum(getattr(counts, name) for name in named) == counts.lines
    assert read_traffic([path]).lines.people == 63


def test_many_pages_without_any_part_are_a_robots(tmp_path):
    crawler = [line("192.0.2.1", f"/c{n}") for n in range(100)]
    reader = [line("192.0.2.2", f"/c{n}") for n in range(100)] + [line("192.0.2.2", "/logo.svg", status=304)]
    few = [line("192.0.2.3", f"/c{n}") for n in range(99)]
    export = read_traffic([log(tmp_path, *crawler, *reader, *few, *people() * 3)], BEHAVIOUR)
    assert (export.lines.people, export.lines.behaving) == (180 + 199, 100)


def test_logs_without_the_parts_of_pages_say_nothing_of_who_asks_for_none(tmp_path):
    path = log(tmp_path, *(line("192.0.2.1", f"/c{n}") for n in range(300)))
    export = read_traffic([path], BEHAVIOUR)
    assert (export.lines.people, export.lines.behaving) == (300, 0)
    assert "only requests for robots.txt" in str(export.warnings[0])


def test_visitors_are_the_same_in_all_files_and_processes(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "ALONE_BYTES", 0)
    monkeypatch.setattr(work, "RANGE_BYTES", 3_000)
    halves = [[line("192.0.2.1", f"/c{n}") for n in range(50)] for _ in range(2)]
    for number, half in enumerate(halves):
        (tmp_path / f"{number}.log").write_text("".join(half + people() + [line("192.0.2.9", "/x", day=11 + number)]))
    export = read_traffic([str(tmp_path / "*.log")], BEHAVIOUR)
    assert (export.lines.behaving, export.lines.people) == (100, 122)
    assert "192.0.2" not in repr(export)


def test_sums_are_the_same_beyond_what_memory_is_for():
    with Sums(in_memory=10) as few, Sums() as many:
        for n in range(1, 8):
            more = {b"%d" % each: n * each for each in range(25)}
            few.add(more)
            many.add(more)
        assert list(few) == list(many)
        assert (few._file is None, many._file is None) == (False, True)
