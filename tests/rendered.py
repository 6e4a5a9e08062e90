"""An audit as people and programs read it."""

from delest.report import kinds
from delest.report.figures import plain


def render(report, form):
    """The whole report in a format."""
    return "".join(kinds.audit(report).pieces(form))


def brief(report):
    """What a terminal shows."""
    return "".join(kinds.audit(report).pieces("text", brief=True))


def said(words):
    """Each of several sentences as text."""
    return tuple(map(plain, words))


def facts(rows):
    """Term -> what is said of it, part by part."""
    return {row.term: said(row.said) for row in rows}
