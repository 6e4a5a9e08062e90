"""A list of URLs to load: a text file, one URL a line; empty lines and lines that start with # are left out.

Lists are read as tools write them: UTF-8, or UTF-16 with its mark; any line ends; a URL in quotes or angle brackets; a
title in another column, after a tab or after the quotes; the name of the column above the first URL. Two URLs on one
line are refused: as one address, they would be another page.
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
_AROUND: Final = {('"', '"'), ("'", "'"), ("<", ">"), ("«", "»"), ("“", "”"), ("‘", "’")}
_QUOTED_FIELD: Final = re.compile(r"""(["'])([^"']+)\1\s*[,;]""")
"""The first column of a table whose fields are in quotes."""
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_GLUED: Final = re.compile(r"[\w,;|\0\"')\]]https?://", re.IGNORECASE)
"""An address that begins in another one, and not where one may: in a path or a query."""
_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u2060\x1a"
"""Marks of files put together, of web pages that were copied, and of the end of a file under DOS."""
_HEADINGS: Final = frozenset({"address", "adresse", "lien", "link", "loc", "page", "pages", "uri", "url", "urls"})


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
    for number, line in enumerate((_bare(line) for line in lines), 1):
        if line and not line.startswith("#") and (urls or not _is_heading(line)):
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


def _bare(line: str) -> str:
    return line.strip().strip(_INVISIBLE).strip()


def _is_heading(line: str) -> bool:
    return re.split(r"[\t,;]", line)[0].strip().strip("\"'").casefold() in _HEADINGS


def _address(line: str) -> str:
    """Return the address that a line says, without other columns, and without the quotes or brackets around it."""
    fields = [field.strip() for field in line.split("\t")]
    first = next((field for field in fields if _SCHEME.search(field)), fields[0])
    if quoted := _QUOTED_FIELD.match(first):
        return quoted[2].strip()
    wrapped = len(first) > 1 and (first[0], first[-1]) in _AROUND
    return (first[1:-1].strip() if wrapped else first).rstrip(",;")


def _listed_url(name: str, number: int, text: str) -> str:
    if re.search(r"\s", text):
        raise InputError(
            N_("{file}, line {line}: an address has no spaces: {text!r}"),
            remedy=N_("write one URL a line; a space within an address is %20"),
            file=name, line=number, text=shorten(text, _SHOWN_COLUMNS),
        )  # fmt: skip
    if _GLUED.search(text):
        raise InputError(
            N_("{file}, line {line}: two addresses in one: {text!r}"),
            remedy=_REMEDY,
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
