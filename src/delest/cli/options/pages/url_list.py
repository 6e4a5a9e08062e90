"""A list of URLs to load: a text file, one URL a line; empty lines and lines that start with # are left out.

Lists are read as tools write them: UTF-8, or UTF-16 with its mark; any line ends; a URL in quotes or angle brackets; a
title after a tab.
"""

import codecs
import re
import sys
from pathlib import Path
from typing import Final

from delest.errors import N_, InputError
from delest.inputs.files import read_bytes
from delest.report.language.safe_text import shorten
from delest.urls import start_url

_MAX_LISTED: Final = 100_000
_MOST_BYTES: Final = 500_000_000
_REMEDY: Final = N_("give a text file with one URL a line")
_SHOWN_COLUMNS: Final = 80
_STDIN: Final = "-"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_AROUND: Final = {('"', '"'), ("'", "'"), ("<", ">")}


def read_urls(name: str) -> tuple[str, ...]:
    """Return the URLs of the file called ``name``, or of stdin for ``-``; each once, normalised, in their order.

    Raises:
        InputError: it cannot be read, a line is not a URL, or there are none or too many.
    """
    from_stdin = name == _STDIN
    content = sys.stdin.buffer.read() if from_stdin else read_bytes(Path(name), most_bytes=_MOST_BYTES)
    name = "stdin" if from_stdin else name
    try:
        lines = _LINE_END.split(_text(content))
    except UnicodeDecodeError as error:
        raise InputError(N_("{file} is not UTF-8 or UTF-16 text"), remedy=_REMEDY, file=name) from error
    urls: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            urls[_listed_url(name, number, _address(line))] = None
    if not urls:
        raise InputError(N_("{file} contains no URL"), remedy=N_("write one URL a line"), file=name)
    if len(urls) > _MAX_LISTED:
        raise InputError(
            N_("{file} contains more than {limit} URLs"), remedy=N_("split it over several audits"),
            file=name, limit=_MAX_LISTED,
        )  # fmt: skip
    return tuple(urls)


def _text(content: bytes) -> str:
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-8-sig")
    text = content.decode("utf-16")
    if not re.search(r"[.:/]", text):  # single bytes taken for pairs: other letters, which may even make a host name
        raise UnicodeDecodeError("utf-16", content, 0, len(content), "no address in it")
    return text


def _address(line: str) -> str:
    """Return what a line says before a tab, without the quotes or brackets around it."""
    first = line.strip().partition("\t")[0].strip()
    wrapped = len(first) > 1 and (first[0], first[-1]) in _AROUND
    return first[1:-1].strip() if wrapped else first


def _listed_url(name: str, number: int, text: str) -> str:
    if re.search(r"\s", text):
        raise InputError(
            N_("{file}, line {line}: an address has no spaces: {text!r}"),
            remedy=N_("write one URL a line; a space within an address is %20"),
            file=name, line=number, text=shorten(text, _SHOWN_COLUMNS),
        )  # fmt: skip
    try:
        return start_url(text)
    except InputError as error:
        if "text" not in error.values:  # which would hold the password
            raise InputError(
                N_("{file}, line {line}: the address contains a user name or a password"),
                remedy=N_("leave them out: --basic-auth passes a password, --login goes through a login page"),
                file=name, line=number,
            ) from error  # fmt: skip
        raise InputError(
            N_("{file}, line {line}: not a web address: {text!r}"),
            remedy=N_("write one URL a line, for example https://www.example.org/"),
            file=name, line=number, text=shorten(text, _SHOWN_COLUMNS),
        ) from error  # fmt: skip
