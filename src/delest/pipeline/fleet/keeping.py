"""Campaigns on disk: read, closed, put together from shards."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from delest.errors import N_, InputError
from delest.records.fleet.campaign import ENDED, Campaign, Entry, State
from delest.store.campaign import FILE_NAME, CampaignFile
from delest.urls import host

RUNS = "runs"


def campaign(folder: Path) -> Campaign:
    """Return a campaign as it is on disk, also while it is under way.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    with CampaignFile.open(folder) as file:
        return file.whole()


def campaigns(root: Path) -> tuple[Path, ...]:
    """Return the directories of the campaigns below a directory, oldest name first."""
    return tuple(sorted(path.parent for path in root.glob(f"*/{FILE_NAME}")))


def known_hosts(root: Path, but: Path | None = None) -> Mapping[str, str]:
    """Return the host by id of the latest campaign below ``root`` beside ``but``, and of ``but`` itself."""
    others = [path for path in campaigns(root) if but is None or path.resolve() != but.resolve()]
    read = [*others[-1:], *([but] if but is not None and (but / FILE_NAME).is_file() else [])]
    found: dict[str, str] = {}
    for path in read:
        with CampaignFile.open(path) as file:
            found |= {each.service.id: host(each.service.url) for each in file.entries()}
    return found


def close(folder: Path, *, anyway: bool = False) -> Campaign:
    """Freeze a campaign: no command changes it any more.

    Raises:
        InputError: services are left to audit, and it is not to be closed ``anyway``.
        BusyError: it is under way.
    """
    with CampaignFile.open(folder) as file:
        header = file.header()
    with CampaignFile.begin(folder, header) as file:
        header, left = file.header(), sum(each.state not in ENDED for each in file.entries())
        if left and not anyway:
            raise InputError(
                N_("{n} services of {name} are left to audit"),
                remedy=N_("continue it with `delest fleet run`, or close it all the same with --anyway"),
                n=left,
                name=header.name,
            )
        if header.closed_at is None:
            file.put_header(replace(header, closed_at=datetime.now(UTC)))
        return file.whole()


def merge(parts: Sequence[Path], into: Path) -> Campaign:
    """Put the shards of one campaign together in a directory, with their saved audits.

    Of a service that several shards have, the one that got further counts; the first where they got equally far.

    Raises:
        InputError: they are not of one campaign, or the directory cannot be written.
        BusyError: it is being written.
    """
    read = [(path, campaign(path)) for path in parts]
    first = replace(read[0][1].header, own_options=(), elsewhere=())  # a shard's own
    for path, other in read:
        same = (other.header.name, other.header.delest_version, other.header.factor_sets, other.header.options)
        if same != (first.name, first.delest_version, first.factor_sets, first.options):
            raise InputError(
                N_("{path} is another campaign, or of another delest or other options"),
                remedy=N_("merge the shards of one campaign, made by one version with the same options"),
                path=path,
            )
    with CampaignFile.begin(into, first) as file:
        entries = {each.service.id: each for each in file.entries()}
        for path, part in read:
            taken = [each for each in part.entries if _further(each, entries.get(each.service.id))]
            ids = {each.service.id for each in taken}
            for each in taken:
                _copy(path / RUNS / each.service.id, into / RUNS / each.service.id)
            entries |= {each.service.id: each for each in taken}
            file.put(taken, [(service, attempt) for service, attempt in part.attempts if service in ids])
        return file.whole()


def _further(entry: Entry, than: Entry | None) -> bool:
    order = (State.EXCLUDED, State.TODO, State.RUNNING, State.FAILED, State.PARTIAL, State.DONE)
    return than is None or order.index(entry.state) > order.index(than.state)


def _copy(run: Path, to: Path) -> None:
    if run.is_dir() and run.resolve() != to.resolve():
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(run, to)
