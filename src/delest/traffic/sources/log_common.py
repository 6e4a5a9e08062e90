r"""Access logs of Apache, nginx and their kin: common and combined, with or without the name of the virtual host.

Blocks of bytes are searched with possessive patterns that begin with the literal ``] "GET ``: no line is split, and no
object is made for a request that is not a page's. Counts are those of reading line by line, as `parse` does.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Final

from delest.errors import N_
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.logs.block import COMMON_PARTS, OK, SAMPLES, Agents, Block, Request, count_lines, shown
from delest.traffic.logs.formats import Layout, internal_test
from delest.traffic.logs.reading import LEAST_READ, read_logs, written_lines
from delest.traffic.logs.times import clf_time
from delest.traffic.source import Asked, Source

_QUOTED: Final = rb'[^"\\\n]*+(?:\\.[^"\\\n]*+)*+'
_BEFORE: Final = {
    "vhost": rb"(?P<host>[^ \n]++) (?P<client>[^ \n]++) [^ \n]++ [^\[\n]*?",
    "ovh": rb"(?P<client>[^ \n]++) (?P<host>[^ \n]++) [^\[\n]*?",
    "": rb"(?P<client>[^ \n]++) [^ \n]++ [^\[\n]*?",
}
"""What comes before the time: OVH has the host in the place of the identity."""
_LINE: Final = {
    variant: re.compile(
        before
        + rb'\[(?P<time>[^\]\n]++)\](?: \([^)\n]*+\))? "(?P<request>'
        + _QUOTED
        + rb')" (?P<status>[0-9]{3}) (?:[0-9]++|-)(?: "'
        + _QUOTED
        + rb'" "(?P<agent>'
        + _QUOTED
        + rb')")?[^\n]*+'
    )
    for variant, before in _BEFORE.items()
}
_REQUEST: Final = re.compile(rb"([A-Z]{3,20}) (.*?)(?: HTTP/[0-9.]+)?", re.DOTALL)
_HOST: Final = re.compile(
    rb"(?=[^ ]*[a-z])(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?(?::[0-9]+)?|[0-9.]+:[0-9]+|\[[0-9a-f:]+\](?::[0-9]+)?",
    re.IGNORECASE,
)
_CLIENT: Final = re.compile(rb"(?=[^ ]*[0-9])[0-9a-f.:]*[.:][0-9a-f.:]*", re.IGNORECASE)
_TIME: Final = re.compile(rb"\[([0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8})")
_DAY: Final = re.compile(rb"\[([0-9]{2}/[A-Z][a-z]{2}/[0-9]{4})")
_GET: Final = rb"GET " + _QUOTED + rb'" ([0-9]{3}) '
_OTHER: Final = rb"(?!GET )([A-Z]{3,20} )?+" + _QUOTED + rb'" [0-9]{3} '
_AFTER_TIME: Final = rb'\](?: \([^)\n]*+\))? "'
_COUNTING: Final = {
    plain: tuple(re.compile((rb'\] "' if plain else _AFTER_TIME) + rest) for rest in (_GET, _OTHER))
    for plain in (True, False)
}
"""Requests with GET; those with other methods and, with an empty group, lines without a request."""
_EACH_LINE: Final = re.compile(rb"[^\n]*\n|[^\n]+")
_NOTHING: Final = re.compile(rb"\n(?=\r?\n|#)")
"""Before a line that is blank or a comment."""
_NOT_A_PART: Final = b"".join(
    rb"(?<!\.(?:" + b"|".join(each[1:] for each in COMMON_PARTS if len(each) == width) + rb"))"
    for width in sorted({len(each) for each in COMMON_PARTS})
)
"""One look back for each length of the endings."""


def detects(file: Opened) -> Message | None:
    """Recognise lines of one of the layouts, by the first of them."""
    variant = _variant(file)
    if variant is None:
        return None
    texts = {
        "": N_("{file}: an access log, combined format"),
        "vhost": N_("{file}: an access log, combined format with the host first"),
        "ovh": N_("{file}: an access log, combined format with the host second"),
    }
    without = N_("{file}: an access log, common format: it has no user agents, so robots cannot be left out")
    layout, _, agents = variant.partition("+")
    return Message.of(texts[layout] if agents else without, file=file.name)


def _variant(file: Opened) -> str | None:
    """Return the layout of most lines, with ``+agent`` where they have user agents; None: they have another format."""
    lines = written_lines(file)
    found: Counter[str] = Counter()
    for line in lines:
        for variant in _LINE:
            match = _LINE[variant].match(line)
            if match is not None and _fits(match, variant):
                found[f"{variant}+agent" if match["agent"] is not None else f"{variant}+"] += 1
                break
    if not found or sum(found.values()) < LEAST_READ * len(lines):
        return None
    return found.most_common(1)[0][0].removesuffix("+")


def _fits(line: re.Match[bytes], variant: str) -> bool:
    if not variant:
        return True
    return bool(_HOST.fullmatch(line["host"]) and _CLIENT.fullmatch(line["client"]))


def parse(line: bytes, variant: str) -> Request | None:
    """Return the request of one line.

    Raises:
        ValueError: the line is not in this layout.
    """
    if not line.strip() or line.startswith(b"#"):
        return None
    found = _LINE[variant].match(line)
    if found is None:
        raise ValueError(line)
    request = _REQUEST.fullmatch(found["request"])
    if request is None:
        return None
    target = request[2]
    if variant and target.startswith(b"/"):
        target = b"//" + found["host"] + target
    return Request(
        method=request[1].decode(),
        target=target,
        status=int(found["status"]),
        agent=found["agent"],
        when=clf_time(found["time"]),
        client=found["client"],
    )


@cache
def _fast(variant: str, *, agents: bool) -> re.Pattern[bytes]:
    """Return the pattern of requests for pages; with the host where the layout has it."""
    before = {
        "": rb'\] "GET ',
        "vhost": rb'\n([^ \n]++) [^\[\n]*+\[[^\]\n]*+\](?: \([^)\n]*+\))? "GET ',
        "ovh": rb'\n[^ \n]++ ([^ \n]++) [^\[\n]*+\[[^\]\n]*+\] "GET ',
    }[variant]
    target = (
        rb'([^ "?\\\n]++' + _NOT_A_PART + rb'(?:(?:\?|\\.)[^ "\\\n]*+(?:\\.[^ "\\\n]*+)*+)?+'
        rb'(?: (?!HTTP/)[^ "\\\n]*+(?:\\.[^ "\\\n]*+)*+)*+)'
    )
    after = rb'(?: HTTP/[0-9.]++)?" (?:200|304) [0-9-]++'
    agent = rb' "' + _QUOTED + rb'" "(' + _QUOTED + rb')"' if agents else rb"()"
    return re.compile(before + target + after + agent)


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines."""
    internal = internal_test(layout.internal)
    variant, _, told = layout.variant.partition("+")
    if internal is not None:
        return count_lines(block, lambda line: parse(line, variant), agents, internal)
    counts = Block(lines=block.count(b"\n") + (block[-1:] not in {b"\n", b""}))
    pages = _count_pages(counts, block, _fast(variant, agents=told == "agent"), agents, hosts=bool(variant))
    read = _count_methods(counts, block, pages, plain=not variant)
    _count_others(counts, block, read, variant)
    _count_times(counts, block)
    return counts


def _count_pages(counts: Block, block: bytes, pattern: re.Pattern[bytes], agents: Agents, *, hosts: bool) -> int:
    known, judge = agents.known, agents.judge
    people, robots = counts.people, counts.robots
    found = pattern.findall(b"\n" + block if hosts else block)
    if hosts:
        found = [(b"//" + host + target if target[:1] == b"/" else target, agent) for host, target, agent in found]
    unnamed = 0
    for target, agent in found:
        verdict = known.get(agent)
        if verdict is None:
            verdict = judge(agent)
            known = agents.known
        if verdict == 1:
            robots[target] = robots.get(target, 0) + 1
        else:
            people[target] = people.get(target, 0) + 1
            unnamed += verdict
    counts.no_agent += unnamed // 2
    return len(found)


def _count_methods(counts: Block, block: bytes, shown: int, *, plain: bool) -> int:
    """Count what is no page view by method and status; return how many lines are requests."""
    get, other = _COUNTING[plain]
    statuses = Counter(get.findall(block))
    for status, requests in statuses.items():
        if int(status) in OK:
            counts.parts += requests
        else:
            counts.not_shown("GET", int(status), requests)
    counts.parts = max(0, counts.parts - shown)
    methods = Counter(other.findall(block))
    counts.no_request = methods.pop(b"", 0)
    counts.other_methods = methods.total()
    return statuses.total() + counts.other_methods + counts.no_request


def _count_others(counts: Block, block: bytes, read: int, variant: str) -> None:
    """Count the lines that have no request, and those that cannot be read."""
    if counts.lines <= read:
        return
    nothing = len(_NOTHING.findall(block)) + (block[:1] == b"#" or block[:1] in b"\r\n")
    nothing = min(counts.lines - read, nothing)
    counts.no_request += nothing
    counts.unread = counts.lines - read - nothing
    if counts.unread:
        # Lines are looked at one by one only until enough of them are found to be shown.
        unread = (
            (number, line[0])
            for number, line in enumerate(_EACH_LINE.finditer(block), 1)
            if line[0].strip() and not line[0].startswith(b"#") and not _LINE[variant].match(line[0])
        )
        counts.samples = [(number, shown(line)) for number, line in islice(unread, SAMPLES)]


def _count_times(counts: Block, block: bytes) -> None:
    """Take note of the first and the last time, and of the days of a block that spans several."""
    first, last = _TIME.search(block), None
    for last in _TIME.finditer(block, max(0, block.rfind(b"\n", 0, -4_000))):  # noqa: B007 - the last one
        pass
    for found in (first, last):
        if found is not None and (when := clf_time(found[1])) is not None:
            counts.took_place(when)
    if len(counts.days) > 1:
        for day in set(_DAY.findall(block)):
            if (when := clf_time(day + b":00:00:00")) is not None:
                counts.days.add(when.toordinal())


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the page views by people, and the downloads, of one or more logs."""
    return read_logs("log-common", [(file, _layout(file, asked)) for file in files], asked)


def _layout(file: Opened, asked: Asked) -> Layout:
    return Layout(format="log_common", variant=_variant(file) or "", internal=asked.internal)


SOURCE = Source(id="log-common", rank=50, detects=detects, read=read)
