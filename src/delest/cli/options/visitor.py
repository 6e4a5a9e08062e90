"""The options that say which language and time zone the browser tells the pages."""

import re
import zoneinfo
from collections.abc import Sequence
from typing import Final, NamedTuple, TypedDict

from delest.cli.options.option import Section, option
from delest.errors import N_, InputError
from delest.report.language.words import _, language

_COUNTRY_OF: Final = {
    "fr": "FR", "br": "FR", "oc": "FR", "co": "FR", "en": "GB", "de": "DE", "es": "ES", "ca": "ES", "eu": "ES",
    "it": "IT", "pt": "PT", "nl": "NL", "pl": "PL", "sv": "SE", "da": "DK", "fi": "FI", "nb": "NO", "cs": "CZ",
    "sk": "SK", "hu": "HU", "ro": "RO", "bg": "BG", "hr": "HR", "sl": "SI", "et": "EE", "lv": "LV", "lt": "LT",
    "el": "GR", "mt": "MT", "ga": "IE", "lb": "LU", "uk": "UA", "tr": "TR",
}  # fmt: skip
"""The country that is meant by a language without one."""
_ZONE_OF: Final = {
    "FR": "Europe/Paris", "GP": "America/Guadeloupe", "MQ": "America/Martinique", "GF": "America/Cayenne",
    "RE": "Indian/Reunion", "YT": "Indian/Mayotte", "NC": "Pacific/Noumea", "PF": "Pacific/Tahiti",
    "PM": "America/Miquelon", "WF": "Pacific/Wallis", "GB": "Europe/London", "IE": "Europe/Dublin",
    "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich", "BE": "Europe/Brussels",
    "LU": "Europe/Luxembourg", "ES": "Europe/Madrid", "IT": "Europe/Rome", "PT": "Europe/Lisbon",
    "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "SE": "Europe/Stockholm", "DK": "Europe/Copenhagen",
    "FI": "Europe/Helsinki", "NO": "Europe/Oslo", "CZ": "Europe/Prague", "SK": "Europe/Bratislava",
    "HU": "Europe/Budapest", "RO": "Europe/Bucharest", "BG": "Europe/Sofia", "HR": "Europe/Zagreb",
    "SI": "Europe/Ljubljana", "EE": "Europe/Tallinn", "LV": "Europe/Riga", "LT": "Europe/Vilnius",
    "GR": "Europe/Athens", "MT": "Europe/Malta", "UA": "Europe/Kyiv", "TR": "Europe/Istanbul",
    "US": "America/New_York", "CA": "America/Toronto", "BR": "America/Sao_Paulo", "JP": "Asia/Tokyo",
}  # fmt: skip
"""The zone of a country, of its capital or largest city where it has several (tz database, zone1970.tab)."""
_ELSEWHERE: Final = "UTC"
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")


class VisitorGiven(TypedDict):
    """What these options give."""

    visitor_language: str | None
    visitor_time_zone: str | None


class Visitor(NamedTuple):
    """What pages are told."""

    language: str
    """A tag such as ``fr-FR``; empty: what the browser says by itself."""
    time_zone: str


def language_tag(text: str) -> str:
    """Return the tag of a language with its country, such as ``fr-FR`` for ``fr``.

    Raises:
        InputError: it is none.
    """
    found = _TAG.fullmatch(text.strip())
    if found is None:
        raise InputError(
            N_("--visitor-language: {text!r} is not a language"),
            remedy=N_("give a language, such as fr, de or pt-BR"),
            text=text[:40],
        )
    name = found[1].lower()
    country = (found[2] or _COUNTRY_OF.get(name, "")).upper()
    return f"{name}-{country}" if country else name


VISITOR_OPTIONS: Final = (
    option(
        "--visitor-language",
        section=Section.LOADING,
        metavar="LANGUAGE",
        also=("--language",),
        see="measuring.md#language-and-time-zone",
        derived=True,
        of_run=lambda run: run.loading.language,
        as_kept=lambda text: language_tag(text) if text else "",
        help=_(
            "Tell pages that the visitor reads this language, such as fr or de-CH (default: the language of the"
            " output)."
        ),
    ),
    option(
        "--visitor-time-zone",
        section=Section.LOADING,
        metavar="ZONE",
        also=("--time-zone", "--timezone"),
        see="measuring.md#language-and-time-zone",
        derived=True,
        of_run=lambda run: run.loading.time_zone,
        help=_("Tell pages that the visitor is in this time zone (default: that of the language, fr: Europe/Paris)."),
    ),
)


def visitor_of(given: VisitorGiven, headers: Sequence[str]) -> Visitor:
    """Return what pages are told; ``headers`` are the header fields given, as ``Name: value``.

    Raises:
        InputError: the language or the zone is none, or a header field names another language.
    """
    asked, sent = given["visitor_language"], _sent(headers)
    if asked and sent and _TAG.match(asked) and asked[:2].lower() != sent[:2].lower():
        raise InputError(
            N_("--visitor-language says {language}, and --header Accept-Language says {other}"),
            remedy=N_("give one of them"),
            language=asked[:40],
            other=sent[:40],
        )
    tag = "" if asked == "" else language_tag(asked or sent or language())
    zone = given["visitor_time_zone"]
    if zone is None:
        zone = _ZONE_OF.get(tag.rpartition("-")[2], _ELSEWHERE) if tag else ""
    return Visitor(tag, _known(zone))


def _sent(headers: Sequence[str]) -> str:
    """Return the first language of a header field ``Accept-Language``; nothing where there is none."""
    for each in headers:
        name, _colon, value = each.partition(":")
        if name.strip().lower() == "accept-language" and (found := _TAG.match(value.strip())):
            return found[0]
    return ""


def _known(zone: str) -> str:
    known = zoneinfo.available_timezones()
    if zone and (not _NAME.fullmatch(zone) or (known and zone not in known)):
        raise InputError(
            N_("--visitor-time-zone: {zone!r} is not a time zone"),
            remedy=N_("give its name in the tz database, such as Europe/Paris or Indian/Reunion"),
            zone=zone[:40],
        )
    return zone
