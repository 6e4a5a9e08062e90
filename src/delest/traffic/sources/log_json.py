"""Access logs in JSON, one object a line: Caddy, Traefik, and nginx with fields that its owner named."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from delest.errors import N_
from delest.message import Message
from delest.records.co2e.traffic import Export
from delest.traffic.files.opened import Opened
from delest.traffic.logs.block import Agents, Block, Request
from delest.traffic.logs.formats import Layout
from delest.traffic.logs.lines import count_lines
from delest.traffic.logs.reading import LEAST_READ, read_logs, share_read, written_lines
from delest.traffic.logs.times import any_time
from delest.traffic.source import Asked, Source

_TARGET: Final = ("request_uri", "uri", "RequestPath", "path", "url", "request", "cs-uri", "http_path")
_STATUS: Final = ("status", "DownstreamStatus", "status_code", "response_status", "response", "OriginStatus", "code")
_HOST: Final = ("host", "RequestHost", "http_host", "server_name", "vhost", "virtual_host", "domain")
_METHOD: Final = ("method", "RequestMethod", "request_method", "verb", "http_method")
_AGENT: Final = (
    "user_agent",
    "http_user_agent",
    "request_User-Agent",
    "agent",
    "userAgent",
    "ua",
    "request_user_agent",
)
_TIME: Final = ("ts", "StartLocal", "StartUTC", "time_iso8601", "@timestamp", "timestamp", "time_local", "date", "time")
_CLIENT: Final = ("client_ip", "remote_ip", "ClientHost", "remote_addr", "ip", "client", "x_forwarded_for")
_PREFETCH: Final = ("sec-purpose", "purpose", "x-moz", "x-purpose")


def parse(line: bytes) -> Request | None:
    """Return the request of one line.

    Raises:
        ValueError: the line is no object with an address and a status.
    """
    if not line.strip():
        return None
    entry = msgspec.json.decode(line)
    if not isinstance(entry, dict):
        raise TypeError
    inner = entry.get("request")
    request = inner if isinstance(inner, dict) else entry
    method, target = _asked(entry, request)
    headers = {str(name).lower(): value for name, value in _dict(request.get("headers")).items()}
    host = _first(request, _HOST)
    if target.startswith("/") and host not in {"", "-"}:
        target = f"//{host}{target}"
    return Request(
        method=method,
        target=target.encode(),
        status=int(_first(entry, _STATUS)),
        agent=(_header(headers, "user-agent") or _first(entry, _AGENT)).encode(),
        when=any_time((_first(entry, _TIME)).encode()),
        client=(_first(request, _CLIENT)).encode(),
        prefetched=any("prefetch" in _header(headers, name).lower() for name in _PREFETCH),
    )


def _asked(entry: dict[str, Any], request: dict[str, Any]) -> tuple[str, str]:
    """Return method and address: of their own fields, or of the first line of the request."""
    target = _first(request, _TARGET)
    if not target:
        raise ValueError(entry)
    method, mark, rest = target.partition(" ")
    if mark and method.isupper():
        return method, rest.rpartition(" ")[0] if " HTTP/" in rest else rest
    return _first(request, _METHOD) or "GET", target


def _first(entry: dict[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = entry.get(name)
        if isinstance(value, str | int | float) and value != "":
            return str(value)
    return ""


def _header(headers: dict[str, Any], name: str) -> str:
    value = headers.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value or "")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def detects(file: Opened) -> Message | None:
    """Recognise objects with an address and a status, and say which fields are taken for them."""
    lines = written_lines(file)
    if not lines or not lines[0].lstrip().startswith(b"{") or share_read(file, parse) < LEAST_READ:
        return None
    entry = msgspec.json.decode(next(line for line in lines if _reads(line)))
    inner = entry.get("request")
    request = inner if isinstance(inner, dict) else entry
    names = (next((name for name in known if name in part), "-") for known, part in (
        (_TARGET, request), (_STATUS, entry), (_HOST, request), (_AGENT, entry), (_TIME, entry)
    ))  # fmt: skip
    target, status, host, agent, time = names
    agent = "headers.User-Agent" if "headers" in request else agent
    return Message.of(
        N_("{file}: an access log in JSON: address in {target}, status in {status}, host in {host}, user agent in"
           " {agent}, time in {time}"),
        file=file.name, target=target, status=status, host=host, agent=agent, time=time,
    )  # fmt: skip


def _reads(line: bytes) -> bool:
    try:
        return parse(line) is not None
    except (ValueError, LookupError, TypeError):
        return False


def count(block: bytes, layout: Layout, agents: Agents) -> Block:
    """Return the counts of a block of whole lines."""
    return count_lines(block, parse, agents, layout)


def read(files: Sequence[Opened], asked: Asked) -> Export:
    """Return the page views by people, and the downloads, of one or more logs."""
    layout = Layout(format="log_json", internal=asked.internal)
    return read_logs("log-json", [(file, layout) for file in files], asked)


SOURCE = Source(id="log-json", rank=50, detects=detects, read=read)
