"""HTML as a stream of tags and texts: no tree is built, so depth and number of elements cost nothing."""

from typing import Any, Final, Protocol

HTML_LIMIT_CHARACTERS: Final = 20_000_000
"""Characters read of one document; parsing this much takes about a second."""


class Target(Protocol):
    """What is told of the tags and texts; it ends by returning nothing from ``close``."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def close(self) -> None:
        """The document is over."""


def feed(html: str, target: Target) -> None:
    """Tell ``target`` what stands in ``html``; of a hopeless document, what could be read."""
    # Here, because most commands read no page and lxml takes long to import.
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - see the line above

    parser: Any = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    # Lone surrogates and NUL are legal in a browser's string and the end of the text for libxml2.
    markup = html[:HTML_LIMIT_CHARACTERS].encode("utf-8", "replace").replace(b"\0", b"")
    try:
        parser.feed(markup)
        parser.close()
    except etree.LxmlError:
        pass
