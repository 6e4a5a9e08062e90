"""An audit in one of the formats; each format is one file of ``formats``."""

from collections.abc import Collection, Iterator
from pathlib import PurePath

from delest import plugins
from delest.errors import N_, InputError
from delest.records.audit import AuditReport
from delest.report import formats
from delest.report.format import Format


def render(report: AuditReport, format_id: str) -> str:
    """Return ``report`` in a format (``html``, ``json``, ``text``, ``csv``) and in the language in use.

    Raises:
        InputError: there is no such format.
    """
    return "".join(pieces(report, format_id))


def pieces(report: AuditReport, format_id: str) -> Iterator[str]:
    """Yield the same bit by bit, where the format can: the JSON of a long audit is larger than the audit in memory.

    Raises:
        InputError: there is no such format.
    """
    yield from plugins.load(formats, Format, format_id).pieces(report)


def format_for(path_suffix: str, among: Collection[str] | None = None) -> str:
    """Return the format that a file's suffix asks for: ``.html`` is ``html``; a whole path does as well.

    Args:
        path_suffix: a suffix or a path.
        among: the formats that there are for what is written; None: all.

    Raises:
        InputError: no format is written under that suffix.
    """
    suffix = (PurePath(path_suffix).suffix or path_suffix).lower()
    by_format = {
        name: form for name, form in plugins.collect(formats, Format).items() if among is None or name in among
    }
    by_suffix = {known: name for name, form in by_format.items() for known in form.suffixes}
    if suffix not in by_suffix:
        raise InputError(
            N_("no report format is written to a file ending in {suffix!r}"),
            remedy=N_("name the file with one of {known}, or choose a format with --format"),
            suffix=suffix,
            known=", ".join(sorted(by_suffix)),
        )
    return by_suffix[suffix]
