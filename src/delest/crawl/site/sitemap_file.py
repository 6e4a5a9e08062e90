"""One file that lists pages or other such files: the protocol of sitemaps.org, version 0.9, and the feeds it allows."""

import codecs
import html
import re
import zlib
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from delest.crawl.traps import URL_LENGTH_LIMIT
from delest.errors import N_, NN_
from delest.message import Message
from delest.reason import Reason, ReasonCode
from delest.urls import host, normalise, without_www

FILE_LIMIT_BYTES: Final = 52_428_800
"""Of one sitemap, unpacked. Source: sitemaps.org protocol, "Sitemap file requirements"."""
FILE_LIMIT_URLS: Final = 50_000
"""Of one sitemap. Source: as above."""

_ELEMENTS_LIMIT: Final = 2_000_000
_PIECE_BYTES: Final = 1_000_000
_MEMBERS_LIMIT: Final = 100
"""Of one gzip file; what is appended to it makes one each."""
_GZIP: Final = b"\x1f\x8b"
_BEFORE_MARKUP: Final = b" \t\r\n"
_PACKED_TIMES: Final = 2
"""A server packs what is packed already: gzip within gzip."""
_LINES_LIMIT: Final = 10 * FILE_LIMIT_URLS
"""Of a list in plain text, with those that are empty."""
_UTF_16_UNMARKED: Final = (b"<\0", b"\0<")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_PLACES: Final = frozenset({
    ("urlset", "url", "loc"),
    ("urlset", "sitemap", "loc"),
    ("sitemapindex", "sitemap", "loc"),
    ("sitemapindex", "url", "loc"),
    ("rss", "channel", "item", "link"),
    ("rdf", "item", "link"),
})  # fmt: skip
"""Where an address stands as text, names in lower case, the mixtures that sites write included; the ``loc`` of an image
or a video stands one level further down."""
_INVISIBLE: Final = " \t\r\n\u00a0\u200b\u2060\ufeff"
_ATOM_LINK: Final = ("feed", "entry", "link")
"""Where it stands in an attribute (RFC 4287, section 4.2.7)."""
CUT_SHORT: Final = Reason(code=ReasonCode.CUT_SHORT)
_PARTIAL: Final = NN_("{url}: {n} entry is not a whole address", "{url}: {n} entries are not whole addresses")
_PARTIAL_FORM: Final = re.compile(r"/|\.{1,2}/|\?|[\w%~-]+/[^\s:]*$|[\w%~-]+\.(?:html?|php|aspx?|jsp)(?:[?#]|$)")
"""How an entry begins that names a place on the sitemap's own host: no host (``example.org/a``), no prose."""
_NOT_WEB: Final = NN_("{url}: {n} entry is not an http(s) address", "{url}: {n} entries are not http(s) addresses")
_DEEPEST: Final = 4
_ROOT: Final = re.compile(r"<((?:\w{1,20}:)?)(urlset|sitemapindex|rss|RDF|feed)\b[^>]{0,4000}>")
_ROOT_BYTES: Final = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex|rss|RDF|feed)\b")
"""After something else, such as a warning that the server printed."""
_ITEM: Final = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)\b")
_LINK: Final = re.compile(r"<(?:\w{1,20}:)?link\b([^<>]{0,4000})>")
_ATTRIBUTE: Final = re.compile(r"""\b(rel|href)\s?=\s?["']([^"'<>]{1,2048})["']""")
"""Those of a link in Atom."""
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION_BYTES: Final = 300
_HEAD_CHARACTERS: Final = 20_000


@dataclass(frozen=True, slots=True)
class ParsedSitemap:
    """What one sitemap says; URLs are normalised, each once."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    warnings: tuple[Message, ...] = ()


def parse_sitemap(data: bytes, url: str) -> ParsedSitemap:
    """Read one sitemap, index or feed (RSS, Atom): XML or plain text, packed by gzip or not.

    What is broken gives what it holds.

    ``url`` is where it came from, for the warnings and for places on the same host, which the protocol does not know
    but sites write.
    """
    warnings: list[Message] = []
    for _ in range(_PACKED_TIMES):
        if data.startswith(_GZIP):
            data, complete = _unpacked(data)
            if not complete:
                warnings.append(Message.of(N_("{url}: {reason}"), url=url, reason=CUT_SHORT))
    data, encoding = _without_mark(data)
    if data.startswith(b"<") or _ROOT_BYTES.search(data[:_HEAD_CHARACTERS]):
        found = _read_xml(data, url, warnings, encoding)
    else:
        text = data.decode("utf-8", "replace").replace("\r", "\n")
        lines = (line.strip().partition("\t")[0] for line in text.split("\n", _LINES_LIMIT))  # a column may follow
        found = _Entries(pages=[line.strip("\"'") for line in lines if line][: FILE_LIMIT_URLS + 1])
    pages = _usable(found.pages, url, warnings, routes=True)
    sitemaps = tuple(dict.fromkeys((*_usable(found.sitemaps, url, warnings), *filter(_is_sitemap, pages))))
    pages = tuple(page for page in pages if not _is_sitemap(page))
    if not pages and not sitemaps:
        warnings.append(Message.of(N_("{url}: contains no address of a page"), url=url))
    return ParsedSitemap(pages, sitemaps, tuple(warnings))


def _without_mark(data: bytes) -> tuple[bytes, str | None]:
    """Return a file without byte order marks, in UTF-8, and its encoding where its first bytes tell it: they decide.

    The declaration counts where they do not tell. It is wrong where it names UTF-16 in a file of single bytes.
    """
    data = data.lstrip(_BEFORE_MARKUP)
    if data.startswith(_UTF_16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif data.startswith(_UTF_16_UNMARKED):
        order = "utf-16-le" if data.startswith(b"<") else "utf-16-be"
        data = data.decode(order, "replace").encode("utf-8", "replace")
    elif data.startswith(codecs.BOM_UTF8):
        while data.startswith(codecs.BOM_UTF8):  # files put together each bring one
            data = data.removeprefix(codecs.BOM_UTF8).lstrip(_BEFORE_MARKUP)
    elif not _declared(data).startswith("utf-16"):
        return data, None
    return data.lstrip(_BEFORE_MARKUP), "utf-8"


def _is_sitemap(url: str) -> bool:
    """Tell whether an address that is listed as a page is that of a further sitemap, by its name."""
    name = urlsplit(url).path.rpartition("/")[2].lower()
    return "sitemap" in name and name.removesuffix(".gz").endswith((".xml", ".txt"))


def _unpacked(data: bytes) -> tuple[bytes, bool]:
    """Return what a gzip file holds, up to the limits, and whether that is all; it may have several members."""
    unpacked = b""
    for _ in range(_MEMBERS_LIMIT):
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            unpacked += unpacker.decompress(data, max(FILE_LIMIT_BYTES - len(unpacked), 1))
        except zlib.error:
            return unpacked, False
        data = unpacker.unused_data
        if not unpacker.eof or not data.startswith(_GZIP):
            return unpacked[:FILE_LIMIT_BYTES], unpacker.eof
    return unpacked, False


def _usable(written: list[str], url: str, warnings: list[Message], *, routes: bool = False) -> tuple[str, ...]:
    texts = [text for entry in written if (text := _whole(entry.strip(_INVISIBLE), url))]
    if len(texts) > FILE_LIMIT_URLS:
        more = N_("{url}: more than {limit} entries, the first ones are read")
        warnings.append(Message.of(more, url=url, limit=FILE_LIMIT_URLS))
    texts = texts[:FILE_LIMIT_URLS]
    partial = sum(bool(_PARTIAL_FORM.match(text)) for text in texts)
    if partial:
        warnings.append(Message.counted(_PARTIAL, partial, url=url))
    found = (normalise(text, url if _PARTIAL_FORM.match(text) else None, routes=routes) for text in texts)
    entries = [entry for entry in found if entry and len(entry) <= URL_LENGTH_LIMIT]
    if len(entries) < len(texts):
        warnings.append(Message.counted(_NOT_WEB, len(texts) - len(entries), url=url))
    return tuple(dict.fromkeys(entries))


def _whole(text: str, url: str) -> str:
    """Return an entry with the scheme that it lacks before the sitemap's own host."""
    own = without_www(host(url))
    if not without_www(text[: len(own) + 4].casefold()).startswith(own):
        return text
    whole = normalise(f"//{text}", url) or ""
    return whole if without_www(host(whole)) == own else text


@dataclass(slots=True)
class _Entries:
    """The entries of a sitemap as written; also what the XML parser reports to, so that no tree is built."""

    pages: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    elements: int = 0
    _depth: int = 0
    _path: list[str] = field(default_factory=list)
    """Names of the open elements, the outermost first, as deep as an address may stand."""
    _text: list[str] | None = None

    @property
    def full(self) -> bool:
        return self.elements > _ELEMENTS_LIMIT or len(self.pages) + len(self.sitemaps) > FILE_LIMIT_URLS

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            return
        self._path.append(tag.rpartition("}")[2].lower())
        place = tuple(self._path)
        if place in _PLACES:
            self._text = []
        elif place == _ATOM_LINK and attributes.get("rel", "alternate") == "alternate":
            self.pages.append(attributes.get("href", ""))

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        self._depth -= 1
        if self._depth >= _DEEPEST:
            return
        if self._text is not None and tuple(self._path) in _PLACES:
            entries = self.sitemaps if self._path[-2] == "sitemap" else self.pages
            entries.append("".join(self._text))
            self._text = None
        self._path.pop()

    def close(self) -> None:
        """Satisfy the parser, which ends by asking for a result."""


def _read_xml(data: bytes, url: str, warnings: list[Message], encoding: str | None) -> _Entries:
    found = _Entries()
    parser = DefusedXMLParser(target=found, encoding=encoding)
    try:
        for start in range(0, len(data), _PIECE_BYTES):
            parser.feed(data[start : start + _PIECE_BYTES])
            if found.elements > _ELEMENTS_LIMIT:
                more = N_("{url}: more than {limit} elements, the first ones are read")
                warnings.append(Message.of(more, url=url, limit=_ELEMENTS_LIMIT))
            if found.full:
                return found
        parser.close()
    except (ParseError, ValueError, LookupError) as error:
        warnings.append(Message.of(N_("{url}: not well-formed ({reason})"), url=url, reason=str(error)))
        return _read_broken(data)
    return found


def _declared(data: bytes) -> str:
    """Return the encoding that the XML declaration states, where Python has it; else UTF-8."""
    stated = _ENCODING.search(data[:_DECLARATION_BYTES])
    try:
        return codecs.lookup(stated[1].decode("ascii")).name if stated else "utf-8"
    except LookupError:
        return "utf-8"


def _decoded(data: bytes) -> str:
    """Return the text of a file whose declaration may be wrong: what is not UTF-8 is mostly Windows-1252."""
    stated = _declared(data)
    try:
        return data.decode(stated)
    except UnicodeDecodeError:
        return data.decode("windows-1252" if stated == "utf-8" else stated, "replace")


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _atom_links(text: str) -> list[str]:
    """Return where the links of Atom entries lead that can still be told in markup that is not XML."""
    links = (dict(_ATTRIBUTE.findall(link[1])) for link in _LINK.finditer(text))
    return [html.unescape(link.get("href", "")) for link in links if link.get("rel", "alternate") == "alternate"]


def _read_broken(data: bytes) -> _Entries:
    """Return the entries that can still be told in markup that is not XML: often one bare ``&`` breaks it all.

    Those of the prefix that the root element has, which an image's or a video's do not have.
    """
    text = _without_comments(_decoded(data))
    root = _ROOT.search(text[:_HEAD_CHARACTERS])
    prefix, kind = (root[1] or "", root[2]) if root else ("", "urlset")
    name = "loc" if kind in {"urlset", "sitemapindex"} else "link"
    start = root.end() if root else 0
    if name == "link":  # the first one is that of the whole feed
        first = _ITEM.search(text, start)
        start = first.end() if first else len(text)
    if kind == "feed":
        return _Entries(pages=_atom_links(text[start:]))
    element = re.compile(
        rf"<{re.escape(prefix)}{name}(?:\s[^<>]{{0,200}})?>\s*(?:<!\[CDATA\[([^\]]{{1,2048}}+)|([^<]{{1,2048}}+)<)"
    )
    entries = [match[1] or html.unescape(match[2]) for match in element.finditer(text, start)]
    return _Entries(sitemaps=entries) if kind == "sitemapindex" else _Entries(pages=entries)
