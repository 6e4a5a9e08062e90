"""What FRAGO reads for RGESN 2.0: a table of two columns, and the texts of the declaration.

The form of both files was read in github.com/lowdit/frago, in its example files and data/rgesn/fr/2.0.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

import yaml

from delest.records.state.evidence import Evidence, Pack, Status
from delest.report.figures import plain
from delest.report.language.words import speaking
from delest.report.pages.rgesn.told import told

_CODES: Final = {Status.VALID: "c", Status.NOT_VALID: "nc", Status.IN_PROGRESS: "nc", Status.NOT_APPLICABLE: "na"}


def frago_csv(pack: Pack) -> str:
    """Return the evaluation: ``c``, ``nc``, ``na`` or empty, then a comment after a bar."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("Critères", "Évaluation"))
    with speaking("fr"):
        writer.writerows((found.criterion, _evaluation(found)) for found in pack.evidence)
    return text.getvalue()


def _evaluation(found: Evidence) -> str:
    code = _CODES.get(found.status, "")
    comment = " ".join(plain(told(each)) for each in found.said[:2]).replace("|", "/")
    return f"{code}|{comment}" if code and comment else code


def declaration_yml(pack: Pack) -> str:
    """Return the measured sentences of the declaration, by criterion."""
    with speaking("fr"):
        rows = [dict(_entry(found)) for found in pack.evidence]
    return str(yaml.dump(rows, allow_unicode=True, sort_keys=False, default_style=None, width=1000))


def _entry(found: Evidence) -> Iterator[tuple[str, str]]:
    yield "id", found.criterion
    if found.declaration:
        yield "other", plain(told(found.declaration))
