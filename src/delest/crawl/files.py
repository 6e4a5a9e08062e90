"""Files told from pages by the ending of their name. Pure."""

from collections.abc import Mapping
from typing import Final

from delest.records.pages.document import Family
from delest.urls import percent_decoded, without_route

# fmt: off
_ENDINGS: Final[Mapping[Family, frozenset[str]]] = {
    "text": frozenset({
        "doc", "docm", "docx", "dot", "dotx", "epub", "odg", "odp", "ods", "odt", "pdf", "pot", "potx", "pps", "ppsx",
        "ppt", "pptx", "ps", "rtf", "xls", "xlsm", "xlsx",
    }),
    "archive": frozenset({"7z", "bz2", "gz", "iso", "rar", "tar", "tgz", "xz", "zip", "zst"}),
    "video": frozenset({"avi", "flv", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "ogv", "swf", "webm", "wmv"}),
    "audio": frozenset({"aac", "flac", "m4a", "mid", "mp3", "oga", "ogg", "opus", "wav", "wma"}),
    "image": frozenset({
        "avif", "bmp", "eps", "gif", "heic", "ico", "jpeg", "jpg", "png", "psd", "svg", "svgz", "tif", "tiff", "webp",
    }),
    "data": frozenset({"csv", "gpx", "ics", "json", "kml", "kmz", "tsv", "txt", "vcf"}),
    "program": frozenset({"apk", "deb", "dmg", "exe", "jar", "msi", "rpm"}),
}
_PARTS: Final = frozenset({
    "atom", "css", "eot", "js", "mjs", "otf", "rss", "ttf", "wasm", "webmanifest", "woff", "woff2", "xml",
})
"""What pages are made of, and what is written for programs: neither a page nor a document that a person opens."""
_FILE_NAMESPACES: Final = frozenset({
    "archivo", "bestand", "bild", "datei", "datoteka", "dosya", "fichier", "ficheiro", "fil", "file", "fitxer",
    "fișier", "fájl", "grafika", "image", "imagen", "imagem", "immagine", "plik", "restr", "soubor", "súbor",
    "tiedosto", "файл", "αρχείο", "ملف", "文件", "ファイル",
})
"""Names of MediaWiki's namespace of pages about files, in the languages of many wikis."""
# fmt: on
_FAMILY: Final = {ending: family for family, endings in _ENDINGS.items() for ending in endings}
_BY_TYPE: Final[Mapping[str, Family]] = {"video": "video", "audio": "audio", "image": "image"}
_BY_FULL_TYPE: Final[Mapping[str, Family]] = {
    "application/pdf": "text",
    "application/zip": "archive",
    "text/csv": "data",
    "application/json": "data",
}


def is_file(url: str) -> bool:
    """Tell whether a link leads to a file and not to a page: a browser downloads or plays it, so it has no page weight.

    A wiki's page about a file (``File:map.png``) is a page. Another page that bears such a name is lost by this, which
    costs less than loading every document of a site.
    """
    ending = _ending(url)
    return ending in _FAMILY or ending in _PARTS


def is_document(url: str) -> bool:
    """Tell whether a link leads to a file that a person opens."""
    return _ending(url) in _FAMILY


def family(url: str, mime_type: str = "") -> Family:
    """Return what sort of file stands at ``url``: by its name, else by its MIME type."""
    by_type = _BY_FULL_TYPE.get(mime_type) or _BY_TYPE.get(mime_type.partition("/")[0])
    return _FAMILY.get(_ending(url)) or by_type or "other"


def _ending(url: str) -> str:
    address = without_route(url).partition("?")[0]
    _, _, path = address.partition("://")[2].rstrip("/").partition("/")
    folder, _, name = path.rpartition("/")
    if _is_page_about_a_file(folder, name):
        return ""
    _, dot, ending = name.rpartition(".")
    return ending.lower() if dot else ""


def _is_page_about_a_file(folder: str, name: str) -> bool:
    """Tell whether a wiki has a page under this name: MediaWiki by its namespace, DokuWiki by its script."""
    namespace, colon, _ = percent_decoded(name).partition(":")
    return (bool(colon) and namespace.casefold() in _FILE_NAMESPACES) or "/detail.php/" in f"/{folder}/"
