"""What a user wants to try on recorded pages: files of their own in the place of others, hosts left out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from delest.advise.coded import coded_alike
from delest.errors import N_, InputError
from delest.inputs.files import read_bytes
from delest.measure.replay import coding
from delest.pipeline.proving.change import Change
from delest.pipeline.proving.changes import left_out
from delest.records.advice.proof import Doubt, Effort
from delest.records.advice.remedy import Remedy
from delest.records.pages.tape import PARTIAL, Tape, TapedResponse
from delest.urls import host

GIVEN: Final = "given"
MOST_FILE_BYTES: Final = 60_000_000
_MOST_NAMED: Final = 5
_MOST_HOSTS_NAMED: Final = 12
_MOST_NAME_CHARACTERS: Final = 1_000


class Given(Struct, frozen=True, kw_only=True):
    """What is to be tried."""

    files: Mapping[str, bytes] = {}
    """Content by the URL whose response it takes the place of."""
    folders: Mapping[str, Path] = {}
    """Folders whose files take the place of those below an address, by that address."""
    hosts: tuple[str, ...] = ()
    """Each with all hosts below it."""

    @property
    def asked(self) -> bool:
        """Whether there is anything."""
        return bool(self.files or self.folders or self.hosts)


def with_folders(given: Given, urls: Collection[str]) -> Given:
    """Return what is given with the files of its folders that have the place of a recorded one; ``urls`` are all.

    Raises:
        InputError: a folder has none, or a file cannot be read.
    """
    files = dict(given.files)
    for start, folder in given.folders.items():
        below = [url for url in urls if url.startswith(start)]
        found = {url: path for url in below if (path := _file_of(folder, url.removeprefix(start))) is not None}
        if not found:
            raise InputError(
                N_("no file in {folder} has the place of a recorded one below {url}"),
                remedy=N_("files are found by the rest of the address; recorded there: {known}"),
                folder=folder,
                url=start,
                known=", ".join(sorted(below)[:_MOST_NAMED]) or _closest(start, sorted(urls)),
            )
        files |= {url: read_bytes(path, most_bytes=MOST_FILE_BYTES) for url, path in found.items() if url not in files}
    return Given(files=files, hosts=given.hosts)


def _file_of(folder: Path, rest: str) -> Path | None:
    """Return the file of a folder that the rest of an address names; addresses are hostile, and lead nowhere else."""
    name = unquote(rest.partition("?")[0])
    if not name or "\0" in name or len(name) > _MOST_NAME_CHARACTERS:
        return None
    try:
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):  # no file can have such a name
        return None


def changes_given(tape: Tape, given: Given) -> list[Change]:
    """Return the changes that a page can be given; none where it loads nothing of what they name."""
    responses = {each.url: each for each in tape.responses if _replaceable(each)}
    remedies = tuple(_remedy(responses[url], content) for url, content in given.files.items() if url in responses)
    changes = [Change(rule=GIVEN, remedies=remedies, effort=Effort.FILES)] if remedies else []
    if not remedies and any(each.url in given.files for each in tape.responses):
        changes = [Change(rule=GIVEN, doubt=Doubt.NOT_WHOLE)]
    known = {host(each.url) for each in tape.responses}
    for name in given.hosts:
        below = _below(name, known)
        changes += [left_out(name, below)] if below else []
    return changes


def _replaceable(response: TapedResponse) -> bool:
    """Tell whether a file can take its place: it is whole, or a part of a file, whose parts all give way at once."""
    return response.method == "GET" and (response.status == PARTIAL or (response.whole and response.read))


def _remedy(response: TapedResponse, content: bytes) -> Remedy:
    """Return the file as the site would send it: of the same type, coded alike."""
    name = response.field("content-encoding")
    now = coding.decoded(response.body, name)
    coded = coded_alike(now, content, name, len(response.body)) if now is not None else None
    return Remedy(
        rule=GIVEN,
        url=response.url,
        body=coded.body if coded else content,
        content_type=response.field("content-type"),
        content_encoding=coded.content_encoding if coded else "",
    )


def concerns(given: Given, urls: Collection[str]) -> bool:
    """Tell whether a page that loads ``urls`` would change."""
    hosts = {host(url) for url in urls}
    return any(url in urls for url in given.files) or any(_below(name, hosts) for name in given.hosts)


def _below(name: str, hosts: Iterable[str]) -> set[str]:
    return {each for each in hosts if each == name or each.endswith(f".{name}")}


def refuse_unknown(given: Given, urls: Collection[str]) -> None:
    """Refuse what no recorded page loads; ``urls`` are all that they load.

    Raises:
        InputError: a URL or a host is not among them.
    """
    for url in given.files:
        if url not in urls:
            raise InputError(
                N_("no recorded page loads {url}"),
                remedy=N_("give a URL as the recordings have it; the closest: {known}"),
                url=url,
                known=_closest(url, sorted(urls)),
            )
    hosts = {host(url) for url in urls}
    for name in given.hosts:
        if not _below(name, hosts):
            raise InputError(
                N_("no recorded page loads anything from {host}"),
                remedy=N_("choose one of: {known}"),
                host=name,
                known=_names(name, hosts),
            )


def _names(name: str, hosts: Collection[str]) -> str:
    """Return hosts to choose from: all of a few, of many those whose names are closest."""
    if len(hosts) <= _MOST_HOSTS_NAMED:
        return ", ".join(sorted(hosts))
    return ", ".join(get_close_matches(name, sorted(hosts), _MOST_NAMED, 0.3) or sorted(hosts)[:_MOST_HOSTS_NAMED])


def _closest(url: str, known: Sequence[str]) -> str:
    return ", ".join(get_close_matches(url, known, 3, 0.5)) or "-"
