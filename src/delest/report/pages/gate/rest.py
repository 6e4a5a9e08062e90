"""What a table says of the rows that it leaves out."""

from delest.report.language.words import ngettext
from delest.report.said import Figure, Words, say


def and_more(rows: int) -> Words:
    """Return how many rows a table leaves out; nothing where it leaves out none."""
    return say(ngettext("and {n} more", "and {n} more", rows), n=Figure(rows)) if rows > 0 else ""
