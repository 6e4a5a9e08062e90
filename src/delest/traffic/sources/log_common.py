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
from delest.traffic.logs.block import COMMON_PARTS, OK, SAMPLES, Agents, Block, Request, shown
from delest.traffic.logs.formats import Layout
from delest.traffic.logs.lines import count_lines
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
def _counting(variant: str, *, agents: bool) -> re.Pattern[bytes]:
    """Return the pattern of all requests.

    Its groups: host, address and user agent of a request for a page that was answered with 200 or 304; status of any
    other GET; another method. Only the host, which may be empty: a line without a request.
    """
    before = {
        "": rb'\] "()',
        "vhost": rb'\n([^ \n]++) [^\[\n]*+\[[^\]\n]*+\](?: \([^)\n]*+\))? "',
        "ovh": rb'\n[^ \n]++ ([^ \n]++) [^\[\n]*+\[[^\]\n]*+\](?: \([^)\n]*+\))? "',
    }[variant]
    target = (
        rb'([^ "?\\\n]++' + _NOT_A_PART + rb'(?:(?:\?|\\.)[^ "\\\n]*+(?:\\.[^ "\\\n]*+)*+)?+'
        rb'(?: (?!HTTP/)[^ "\\\n]*+(?:\\.[^ "\\\n]*+)*+)*+)'
    )
    after = rb'(?: HTTP/[0-9.]++)?" (?:200|304) [0-9-]++'
    agent = rb'(?: "' + _QUOTED + rb'" "(' + _QUOTED + rb')")?+' if agents else rb"()"
    other_get = _QUOTED + rb'" ([0-9]{3}) '
    other = rb"([A-Z]{3,20} )?+" + _QUOTED + rb'" [0-9]{3} '
    return re.compile(before + rb"(?:GET (?:" + target + after + agent + rb"|" + other_get + rb")|" + other + rb")")


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines."""
    variant, _, told = layout.variant.partition("+")
    if layout.internal or layout.behaviour is not None:  # these need the client of each line
        return count_lines(block, lambda line: parse(line, variant), agents, layout)
    counts = Block(lines=block.count(b"\n") + (block[-1:] not in {b"\n", b""}))
    pattern = _counting(variant, agents=told == "agent")
    read = _count_requests(counts, pattern.findall(b"\n" + block if variant else block), agents)
    _count_others(counts, block, read, variant, agents)
    _count_times(counts, block)
    return counts


def _count_requests(counts: Block, found: Sequence[tuple[bytes, bytes, bytes, bytes, bytes]], agents: Agents) -> int:
    """Count what `_counting` found; return how many lines that are."""
    known, judge = agents.known, agents.judge
    people, robots = counts.people, counts.robots
    statuses: dict[bytes, int] = {}
    unnamed = others = 0
    for host, target, agent, status, method in found:
        if target:
            address = b"//" + host + target if host and target[:1] == b"/" else target
            verdict = known.get(agent)
            if verdict is None:
                verdict = judge(agent)
                known = agents.known
            if verdict == 1:
                robots[address] = robots.get(address, 0) + 1
            else:
                people[address] = people.get(address, 0) + 1
                unnamed += verdict
        elif status:
            statuses[status] = statuses.get(status, 0) + 1
        elif method:
            others += 1
        else:
            counts.no_request += 1
    counts.no_agent = unnamed // 2
    counts.other_methods = others
    for status, requests in statuses.items():
        if int(status) in OK:
            counts.parts += requests
        else:
            counts.not_shown("GET", int(status), requests)
    return len(found)


def _count_others(counts: Block, block: bytes, read: int, variant: str, agents: Agents) -> None:
    """Count the lines that have no request, and those that cannot be read."""
    if counts.lines <= read:
        return
    nothing = len(_NOTHING.findall(block)) + (block[:1] in {b"#", b"\r", b"\n"})
    nothing = min(counts.lines - read, nothing)
    counts.no_request += nothing
    counts.unread = counts.lines - read - nothing
    if counts.unread and agents.samples < SAMPLES:
        # Lines are looked at one by one only until enough of them are found to be shown.
        unread = (
            (number, line[0])
            for number, line in enumerate(_EACH_LINE.finditer(block), 1)
            if line[0].strip() and not line[0].startswith(b"#") and not _LINE[variant].match(line[0])
        )
        counts.samples = [(number, shown(line)) for number, line in islice(unread, SAMPLES)]
        agents.samples += len(counts.samples)


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
