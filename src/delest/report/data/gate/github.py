"""A verdict as GitHub workflow commands: annotations on the files that hold the budgets.

A step shows ten errors and ten warnings and drops the rest in silence, so at most nine of each are written and one that
counts the others. Foreign text cannot issue commands: line ends and the characters of the syntax are escaped.
"""

from typing import Final

from delest.records.gate.budget import Verdict
from delest.report.data.gate.issues import Issue, issues
from delest.report.language.numbers import count_text
from delest.report.language.words import _

_SHOWN: Final = 9


def annotations(verdict: Verdict) -> str:
    """Return one line an annotation."""
    found = issues(verdict)
    lines: list[str] = []
    for level, some in (
        ("error", [each for each in found if each.failure]),
        ("warning", [each for each in found if not each.failure]),
    ):
        lines += [_command(level, each) for each in some[:_SHOWN]]
        if len(some) > _SHOWN:
            more = _("and {count} more: see the summary").format(count=count_text(len(some) - _SHOWN))
            lines.append(f"::{level} title=delest::{_data(more)}")
    return "".join(f"{line}\n" for line in lines)


def _command(level: str, issue: Issue) -> str:
    place = f"file={_property(issue.file)},line={issue.line}"
    text = f"{issue.page}\n{issue.text}" if issue.page else issue.text
    return f"::{level} {place},title={_property(issue.title)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
