import gzip
import random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from delest.errors import InputError
from delest.records.co2e.traffic import RobotsBy, Row
from delest.traffic.files import opened
from delest.traffic.logs import reading, work
from delest.traffic.logs.block import Agents, Block
from delest.traffic.logs.formats import Layout
from delest.traffic.logs.lines import count_lines
from delest.traffic.reading import read_traffic
from delest.traffic.source import Asked
from delest.traffic.sources.log_common import count, parse
from tests.page_loads import unhurried

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def line(
    target="/", status=200, agent=PERSON, method="GET", *, when="10/Feb/2026:16:42:07 +0100", before="192.0.2.7 - -"
):
    return f'{before} [{when}] "{method} {target} HTTP/1.1" {status} 512 "-" "{agent}"'


@pytest.fixture
def written(tmp_path):
    def write(*lines, name="access.log", end="\n"):
        path = tmp_path / name
        path.write_bytes(end.join([*lines, ""]).encode("utf-8", "surrogateescape"))
        return str(path)

    return write


def views(export):
    return {row.page: row.views for row in export.rows}


def test_page_views_are_get_requests_of_people_that_were_answered(written):
    export = read_traffic([
        written(
            line("/"), line("/", 304), line("/aide?x=1"), line("/", method="HEAD"), line("/", method="POST"),
            line("/", 301), line("/gone", 404), line("/", 206), line("/app.js?v=2"), line("/photo.JPG"),
            line("/", agent=ROBOT), line("/rapport.pdf"),
            line("/rapport.pdf", agent=ROBOT), line("/matomo.php?idsite=1"),
        )
    ])  # fmt: skip
    assert views(export) == {"/": 2, "/aide?x=1": 1}
    assert export.documents == (Row(page="/rapport.pdf", views=1),)
    counts = export.lines
    assert (counts.people, counts.robots, counts.documents) == (3, 1, 1)
    assert (counts.other_methods, counts.redirects, counts.errors, counts.other_statuses) == (2, 1, 1, 1)
    assert counts.parts == 4  # two of pages, the tracker's, and a robot's document
    assert (export.robots_by, export.robot_views) == (RobotsBy.LIST, 1)


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/a b.html", "/a%20b.html"),
        (r"/a\"b", "/a%22b"),
        (r"/caf\xC3\xA9", "/caf%C3%A9"),
        ("/café", "/caf%C3%A9"),
        ("/big5\udcb2\udcb0", "/big5%B2%B0"),
        ("http://www.example.org/x?y=1", "http://www.example.org/x?y=1"),
        ("/x?y=a b", "/x?y=a%20b"),
        ("/ok%20as-it-is", "/ok%20as-it-is"),
    ],
)
def test_odd_spellings_of_addresses(written, target, page):
    assert views(read_traffic([written(line(target))])) == {page: 1}


@pytest.mark.parametrize(
    "odd",
    [
        '192.0.2.7 - - [10/Feb/2026:16:42:07 +0100] "-" 408 - "-" "-"',
        r'192.0.2.7 - - [10/Feb/2026:16:42:07 +0100] "\x16\x03\x01\x02" 400 226 "-" "-"',
        '192.0.2.7 - - [10/Feb/2026:16:42:07 +0100] "" 400 0 "-" "-"',
        "# a comment",
        "",
    ],
)
def test_what_is_no_request_is_no_broken_line(written, odd):
    counts = read_traffic([written(line(), odd, line())]).lines
    assert (counts.lines, counts.people, counts.no_request, counts.unread) == (3, 2, 1, 0)


def test_broken_lines_are_counted_and_one_is_shown_without_its_address(written):
    export = read_traffic([written(line(), line(), "192.0.2.99 broken", line())])
    assert export.lines.unread == 1
    (warning,) = (str(each) for each in export.warnings)
    assert "1 line could not be read and was left out, for example line 3: # broken" in warning


@pytest.mark.parametrize(
    ("before", "page"),
    [
        ("192.0.2.7 - -", "/x"),
        ("192.0.2.7 - Jean Dupont", "/x"),
        ("2001:db8::1 - -", "/x"),
        ("client.example.net - -", "/x"),
        ("www.example.org 192.0.2.7 - -", "https://www.example.org/x"),
        ("www.example.org:443 192.0.2.7 - -", "https://www.example.org/x"),
        ("www.example.org 2001:db8::1 - -", "https://www.example.org/x"),
        ("192.0.2.7 www.example.org -", "https://www.example.org/x"),
    ],
)
def test_layouts_with_and_without_the_host(written, before, page):
    (row,) = read_traffic([written(*[line("/x", before=before)] * 3)]).rows
    assert row.views == 3
    assert row.page.replace(":443", "") == page


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends(written, end):
    assert views(read_traffic([written(line("/a"), line("/b"), end=end)])) == {"/a": 1, "/b": 1}


def test_without_user_agents_robots_are_counted_and_it_is_said(written):
    text = '192.0.2.7 - - [10/Feb/2026:16:42:07 +0100] "GET /a HTTP/1.1" 200 5'
    export = read_traffic([written(text, text)])
    assert (views(export), export.robots_by, export.robot_views) == ({"/a": 2}, RobotsBy.NOBODY, None)
    assert "robots cannot be left out" in str(export.recognised[0])


def test_views_without_a_user_agent_are_shown_and_not_subtracted(written):
    export = read_traffic([written(line("/a"), line("/a", agent="-"), line("/a", agent=""))])
    assert (export.lines.people, export.lines.no_agent) == (3, 2)
    assert any("no user agent" in str(each) for each in export.warnings)


def test_delests_own_loads_are_nobodys(written):
    agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36 delest/0.1.0"
    assert read_traffic([written(line("/a"), line("/a", agent=agent))]).lines.robots == 1


def test_addresses_and_networks_are_left_out_on_request(written):
    lines = [
        line("/a", before=f"{client} - -") for client in ("10.1.2.3", "192.0.2.7", "::ffff:10.0.0.9", "2001:db8::1")
    ]
    export = read_traffic([written(*lines)], Asked(internal=("10.0.0.0/8", "2001:db8::1")))
    assert (export.lines.people, export.lines.internal) == (1, 3)
    with pytest.raises(InputError, match="'ten' is not an address or a network"):
        read_traffic([written(*lines)], Asked(internal=("ten",)))


def day(number, hour=12):
    return line("/a", when=f"{number:02}/Feb/2026:{hour:02}:00:00 +0100")


def test_rotated_files_are_one_log_and_a_missing_one_is_noticed(written):
    parts = [written(day(n, 0), day(n, 23), name=f"access.log.{n}") for n in (1, 2, 5, 6)]
    export = read_traffic(parts)
    assert export.lines.people == 8
    assert (export.period.first_day.day, export.period.last_day.day) == (1, 6)
    assert 3.9 < export.period.days < 4.1
    assert "2 days without any line (from 2026-02-03 on)" in str(export.warnings[0])


def test_a_file_given_twice_counts_once_packed_or_not(written, tmp_path):
    path = written(day(1), day(2))
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress((tmp_path / "access.log").read_bytes()))
    export = read_traffic([path, str(tmp_path / "access.log.1.gz")])
    assert export.lines.people == 2
    assert "begins as access.log: the same log, counted once" in str(export.warnings[0])


def test_files_that_overlap_are_told(written):
    export = read_traffic([written(day(1), day(5), name="a.log"), written(day(2), day(6), name="b.log")])
    assert any("a.log and b.log overlap from 2026-02-02 12:00:00 to" in str(each) for each in export.warnings)


def test_packed_in_members_and_frames(tmp_path):
    one, two = (line(f"/{n}").encode() + b"\n" for n in (1, 2))
    (tmp_path / "a.gz").write_bytes(gzip.compress(one) + gzip.compress(two))
    (tmp_path / "b.zst").write_bytes(zstandard.compress(one) + zstandard.compress(two))
    for name in ("a.gz", "b.zst"):
        assert views(read_traffic([str(tmp_path / name)])) == {"/1": 1, "/2": 1}


@pytest.mark.parametrize("keep", [30, 20_000])
def test_a_packed_file_that_was_cut_off(tmp_path, keep):
    noise = random.Random(1)
    text = "\n".join(line(f"/{noise.getrandbits(200):x}") for _ in range(9_000))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(text.encode())[:keep])
    with pytest.raises(InputError, match=r"cut\.gz: damaged or cut off") as raised:
        read_traffic([str(tmp_path / "cut.gz")])
    assert "copy the file again" in str(raised.value.remedy)


def test_a_log_whose_format_changes_names_the_line(written):
    text = [line() for _ in range(300)] + ["something else altogether"] * 900
    with pytest.raises(InputError, match="900 of 1200 lines are not in the format of the first ones: line 301"):
        read_traffic([written(*text)])


@pytest.mark.parametrize("packed", [False, True])
def test_of_a_very_long_line_one_line_is_lost(tmp_path, monkeypatch, packed):
    monkeypatch.setattr(opened, "LONGEST_LINE_BYTES", 5_000)
    monkeypatch.setattr(work, "LONGEST_LINE_BYTES", 5_000)
    monkeypatch.setattr(work, "RANGE_BYTES", 2_000)
    monkeypatch.setattr(work, "ALONE_BYTES", 0)
    monkeypatch.setattr(opened, "_BLOCK_BYTES", 3_000)
    good = "".join(f"{line(f'/{n}')}\n" for n in range(40))
    text = (good + "x" * 30_000 + "\n" + good + "y" * 30_000).encode()
    (tmp_path / "a.log").write_bytes(gzip.compress(text) if packed else text)
    monkeypatch.setattr(opened, "_HEAD_BYTES", 1_000)
    counts = read_traffic([str(tmp_path / "a.log")]).lines
    assert (counts.lines, counts.people, counts.unread) == (82, 80, 2)


def test_a_log_in_utf16_as_some_shells_write_it(tmp_path):
    (tmp_path / "a.log").write_bytes("".join(f"{line('/é')}\r\n" for _ in range(3)).encode("utf-16"))
    assert views(read_traffic([str(tmp_path / "a.log")])) == {"/%C3%A9": 3}


def test_views_of_addresses_beyond_those_that_are_kept_stay_in_the_whole(written, monkeypatch):
    monkeypatch.setattr(reading, "_ROWS", 3)
    export = read_traffic([written(*(line(f"/{n}") for n in range(10)))])
    assert (len(export.rows), sum(each.views for each in export.unplaced), export.lines.people) == (3, 7, 10)
    assert any("7 page views are of addresses beyond the 3" in str(each) for each in export.warnings)


def test_logs_of_one_moment_have_no_period(written):
    assert read_traffic([written(line(), line())]).period is None


targets = st.sampled_from(
    ["/", "/a", "/a?b=c", "/app.js", "/x.css?v=1", "/doc.pdf", "/a b", r"/q\"uote", "/é", "*", "http://h/x", "/a.png b"]
)
whole = st.builds(
    line,
    targets,
    st.sampled_from([200, 304, 301, 404, 206, 500]),
    st.sampled_from([PERSON, ROBOT, "-", "", r"a \"quoted\" name"]),
    st.sampled_from(["GET", "POST", "HEAD", "PROPFIND"]),
)
without_agent = '192.0.2.7 - - [10/Feb/2026:16:42:07 +0100] "GET /c HTTP/1.1" 200 5'
odd = st.sampled_from(
    ['x - - [t] "-" 408 - "-" "-"', "broken", "", "# comment", 'a "GET / HTTP/1.1" 200', line()[:60], without_agent]
)


@unhurried
@given(st.lists(st.one_of(whole, odd), max_size=12), st.sampled_from(["", "vhost", "ovh"]))
def test_blocks_count_as_lines_one_by_one_do(lines, variant):
    hosts = {"": "", "vhost": "www.example.org ", "ovh": ""}[variant]
    text = "\n".join(hosts + each if each[:1] == "1" else each for each in lines)
    if variant == "ovh":
        text = text.replace("192.0.2.7 - -", "192.0.2.7 www.example.org -")
    block = f"{text}\n".encode() if text else b""
    fast = count(block, Layout(format="log_common", variant=f"{variant}+agent"), Agents())
    slow = count_lines(block, lambda each: parse(each, variant), Agents(), Layout(format="log_common"))
    assert everything(fast) == everything(slow)


def everything(block: Block):
    return {
        name: getattr(block, name)
        for name in block.__struct_fields__
        if name not in {"days", "samples", "first", "last"}
    }
