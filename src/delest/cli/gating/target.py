"""What a check is held on: a URL, a list, a saved audit, a build folder, or a site that a command starts."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from delest.cli.gating.options import Gate
from delest.cli.options.command import given_options, idle
from delest.cli.options.site import SITE_OPTIONS
from delest.errors import N_, InputError
from delest.urls import start_url

_OF_PATHS: Final = ("./", "../", "/", "~")
"""No URL begins so."""
_HOST: Final = re.compile(r"[^/]*[.:]|localhost(/|$)", re.IGNORECASE)
"""What a URL without its scheme begins with: a name with a dot or a port; any other is that of a missing folder."""


class Kind(StrEnum):
    """What a target is."""

    SITE = "site"
    RUN = "run"
    FOLDER = "folder"
    LIST = "list"


class Target(NamedTuple):
    """What is loaded: ``site`` are the options that load pages, with those that the target decides."""

    kind: Kind
    site: dict[str, Any]
    served: str
    """How it is compressed; ``live``: as its own host does."""
    run: Path | None = None
    """A saved audit."""
    ends: bool = False
    """It is served for this command alone."""


def target_kind(site: dict[str, Any], more: tuple[str, ...], gate: Gate) -> Kind:
    """Return what is to be checked.

    Raises:
        InputError: nothing, as `kind_of`, or a folder that is not there.
    """
    text = site["url"]
    if not text and site["urls_file"] is None and gate["serve"] is None:
        raise InputError(
            N_("nothing to check"),
            remedy=N_("give a URL, a build folder such as ./dist, a file that lists URLs, or a saved audit"),
        )
    return kind_of(text, more)


def kind_of(text: str | None, more: tuple[str, ...] = ()) -> Kind:
    """Return what the argument names; what is not on disk is a URL, and several URLs are a list.

    Raises:
        InputError: several arguments, one of which is not a URL, or a path of nothing.
    """
    for each in (text, *more) if more else ():
        if kind_of(each) is not Kind.SITE:
            raise InputError(
                N_("several targets: {target} is not a URL"),
                remedy=N_("check a folder, a list or a saved audit by itself"),
                target=each,
            )
    if more:
        return Kind.LIST
    if not text or "://" in text:
        return Kind.SITE
    from delest.pipeline.gating.serve import is_run  # noqa: PLC0415 - help must not load what measures

    path = Path(text)
    if is_run(path):
        return Kind.RUN
    if path.is_dir():
        return Kind.FOLDER
    if path.is_file():
        return Kind.LIST
    if text.startswith(_OF_PATHS) or not _HOST.match(text):
        raise InputError(
            N_("there is no file or folder {path}"),
            remedy=N_("run the build first, correct the name, or give a URL that starts with https:// or http://"),
            path=text,
        )
    return Kind.SITE


@contextmanager
def opened(text: str | None, more: tuple[str, ...], site: dict[str, Any], gate: Gate) -> Iterator[Target]:
    """Make the target ready, and end what had to be started for it.

    Args:
        text: the target.
        more: others beside it, all of them URLs.
        site: the options that load pages.
        gate: those of a check.

    Raises:
        InputError: options that do not fit the target, or an empty build folder.
        NotMeasuredError: a command did not start the site.
    """
    from delest.pipeline.gating.gate import LIVE  # noqa: PLC0415 - help must not load what measures
    from delest.pipeline.gating.serve import coding_name  # noqa: PLC0415 - as above

    kind = kind_of(text, more)
    _refuse(kind, gate, text)
    if kind is Kind.RUN and text is not None:
        path, served = Path(text), gate["served_with"]
        yield Target(kind, site, coding_name(served) if served else LIVE, path if path.is_dir() else path.parent)
    elif kind is Kind.FOLDER and text is not None:
        with _folder(Path(text), site, gate) as target:
            yield target
    elif kind is Kind.LIST and text is not None and more:
        with _listed(map(start_url, (text, *more))) as file:  # a list passes over an empty line or a remark
            yield Target(kind, site | {"url": None, "urls_file": file}, LIVE)
    elif kind is Kind.LIST:
        yield Target(kind, site | {"url": None, "urls_file": text}, LIVE)
    elif gate["serve"] is not None:
        from delest.pipeline.gating.serve import started  # noqa: PLC0415 - as above

        waited = gate["wait_for"] or ""
        with started(gate["serve"], waited, gate["wait"]):
            yield Target(kind, site if text else site | {"url": waited}, LIVE, ends=True)
    else:
        yield Target(kind, site, LIVE)


def _refuse(kind: Kind, gate: Gate, text: str | None) -> None:
    if gate["serve"] is not None and gate["wait_for"] is None:
        raise InputError(N_("--serve needs --wait-for"), remedy=N_("name the URL that responds once the site is ready"))
    if gate["wait_for"] is not None and gate["serve"] is None:
        raise InputError(N_("--wait-for without --serve"), remedy=N_("give the command that starts the site"))
    if gate["serve"] is not None and kind is not Kind.SITE:
        raise InputError(
            N_("--serve does not apply to {target}"), remedy=N_("give the URL of the site, or none"), target=text
        )
    _refuse_idle(kind, text)
    if text is not None and any(each.name == "urls_file" for each in given_options(click.get_current_context())):
        raise InputError(N_("both a target and --urls-file"), remedy=N_("give one of them"))
    if gate["served_with"] is not None and kind in {Kind.SITE, Kind.LIST}:
        raise InputError(
            N_("--served-with is for build folders: a site on the network compresses by itself"),
            remedy=N_("leave it out, or name the folder that your build writes"),
        )


def _refuse_idle(kind: Kind, text: str | None) -> None:
    """Refuse options of the command line that do nothing with a target whose pages are known, or measured already."""
    loading = {each.name for each in SITE_OPTIONS} - {"browser"}  # which prints a PDF
    for each in given_options(click.get_current_context()):
        if (kind is Kind.RUN and each.name in loading) or (kind is not Kind.SITE and "urls_file" in each.idle_with):
            raise idle(each, str(text))


@contextmanager
def _folder(folder: Path, site: dict[str, Any], gate: Gate) -> Iterator[Target]:
    from delest.pipeline.gating.serve import serve_build  # noqa: PLC0415 - help must not load what measures

    with serve_build(folder, gate["served_with"]) as (urls, coding), _listed(urls) as file:
        yield Target(Kind.FOLDER, site | {"url": None, "urls_file": file, "ignore_robots": True}, coding, ends=True)


@contextmanager
def _listed(urls: Iterable[str]) -> Iterator[str]:
    """Write URLs to a file as a user would, one a line; it is gone at the end."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("".join(f"{url}\n" for url in urls))
        file.flush()
        yield file.name
