"""The names that tools and people give to the columns of an export, in English and in French."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

URL: Final = (
    "url", "page url", "url de la page", "page location", "metadata: url", "metadata url", "métadonnées : url",
    "métadonnées: url", "métadonnées url", "métadonnée : url", "event url full", "url complète", "full page url",
    "adresse url", "adresse", "address", "landing page url", "url de destination",
)  # fmt: skip
"""Full addresses, or what people call so."""
PATH: Final = (
    "page", "page path", "page path and screen class", "page path + query string and screen class",
    "page path and query string", "chemin de la page", "chemin de la page et classe de l'écran",
    "chemin de la page et classe d'écran", "chemin de la page + chaîne de requête et classe de l'écran", "event: page",
    "event:page", "chemin", "path", "label", "étiquette", "libellé", "name", "nom", "entry page", "page d'entrée",
    "top pages", "pages les plus populaires", "pages principales", "unified page path", "pagepath", "pages",
)  # fmt: skip
"""Paths or addresses."""
TITLE: Final = (
    "page title", "page title and screen name", "page title and screen class", "titre de la page",
    "titre de la page et nom de l'écran", "titre de page et nom de l'écran", "titre de la page et classe de l'écran",
    "titre de page",
    "page name", "nom de la page", "titre", "title",
)  # fmt: skip
HOST: Final = ("hostname", "host name", "nom d'hôte", "domain", "domaine", "host", "hôte")
VIEWS: Final = (
    "nb hits", "pageviews", "page views", "views", "screenpageviews", "vues", "pages vues", "vues de page",
    "vues de pages", "nombre de pages vues", "nombre de vues", "m page loads", "page loads", "chargements",
    "chargements de page", "chargements de pages", "consultations", "pageloads",
)  # fmt: skip
DOWNLOADS: Final = ("downloads", "téléchargements", "nb downloads")
ENTRIES: Final = (
    "entry nb visits", "entrances", "entries", "entrées", "total entrances", "entrées totales", "m entries",
)  # fmt: skip
CLICKS: Final = ("clicks", "clics")
VISITS: Final = (
    "visits", "visites", "sessions", "nb visits", "visitors", "visiteurs", "users", "utilisateurs",
    "unique pageviews", "unique page views", "vues uniques", "vues de page uniques", "pages vues uniques",
    "active users", "m visits", "nb uniq visitors",
)  # fmt: skip
"""Counted, but not page views: never taken for them."""
DATE: Final = ("date", "jour", "day")


class Columns(Struct, frozen=True, kw_only=True):
    """Which column of a table is which; indexes from 0."""

    pages: tuple[int, ...]
    """Of a full address first, of a path after it: the first cell that has one counts."""
    views: int | None
    entries: int | None = None
    host: int | None = None
    date: int | None = None


def name_of(cell: str) -> str:
    """Return the name of a column as the lists above spell it."""
    return " ".join(cell.replace("\ufeff", "").replace("_", " ").replace("’", "'").split()).casefold()


def find(names: Sequence[str], known: Sequence[str]) -> int | None:
    """Return the index of the first name of ``known`` that is there."""
    return next((names.index(name) for name in known if name in names), None)


def columns_of(names: Sequence[str]) -> Columns | None:
    """Return the columns of pages and their views by the names of a header; None where one is missing."""
    pages = tuple(at for at in (find(names, URL), find(names, PATH)) if at is not None)
    views, entries = find(names, VIEWS), find(names, ENTRIES)
    if not pages or (views is None and entries is None):
        return None
    return Columns(pages=pages, views=views, entries=entries, host=find(names, HOST), date=find(names, DATE))
