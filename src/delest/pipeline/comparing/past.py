"""The saved audits of a site in the order of time, each compared with the one before it."""

import itertools
from collections import Counter
from pathlib import Path

from delest.compare.pairs import compare
from delest.errors import N_, DelestError, InputError
from delest.pipeline.comparing.audited import Audited, audits_below, read_side
from delest.records.gate.comparison import History, PastAudit


def history_of(folder: Path, site: str = "") -> History:
    """Return the saved audits below a directory, oldest first, each compared with the one before it.

    Args:
        folder: a directory of audits, such as ``delest-runs``.
        site: host of the start URL; empty: the site of most of the audits.

    Raises:
        InputError: there is no directory, or no audit with a measured page in it.
    """
    if not folder.is_dir():
        raise InputError(
            N_("there is no directory {path}"), remedy=N_("name the one that contains your saved audits"), path=folder
        )
    read, left_out = [], []
    for path in audits_below(folder):
        try:
            one = read_side(path)
        except DelestError:
            left_out.append(str(path))
            continue
        read.append(one) if one.pages else left_out.append(str(path))
    chosen = site or Counter(one.side.site for one in read).most_common(1)[0][0] if read else site
    if not chosen:
        raise InputError(
            N_("{path} contains no audit with a measured page"),
            remedy=N_("name the directory that contains your saved audits"),
            path=folder,
        )
    own = sorted((one for one in read if one.side.site == chosen), key=lambda one: one.audited.header.run.started_at)
    if not own:
        raise InputError(
            N_("{path} contains no audit of {site} with a measured page"),
            remedy=N_("name the directory that contains your saved audits, or another --site"),
            path=folder,
            site=chosen,
        )
    audits = [_past(own[0], None), *(_past(now, before) for before, now in itertools.pairwise(own))]
    return History(site=chosen, audits=tuple(audits), left_out=tuple(left_out))


def _past(now: Audited, before: Audited | None) -> PastAudit:
    mean = sum(page.cold.median for page in now.pages) / len(now.pages)
    if before is None:
        return PastAudit(side=now.side, mean_bytes=mean)
    found = compare((before.side, before.pages), (now.side, now.pages))
    return PastAudit(
        side=now.side,
        mean_bytes=mean,
        paired_pages=len(found.pairs),
        change_bytes=found.mean_change_bytes,
        certainty=found.certainty if found.pairs else None,
        moved_by=found.resources[0].change if found.resources else None,
        differences=found.differences,
    )
