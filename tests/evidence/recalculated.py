"""A spreadsheet's own formulas, computed: IFS, IF, SUM, comparisons and sums are all that the official one uses."""

import re
from datetime import datetime
from io import BytesIO

import openpyxl

_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!)?([A-Z]{1,2}[0-9]+)(?::([A-Z]{1,2}[0-9]+))?")
_TEXT = re.compile(r'"[^"]*"')


class Recalculated:
    """The values of a workbook's cells."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(BytesIO(content))
        self._known = {}

    def value(self, sheet, cell):
        key = (sheet, cell)
        if key not in self._known:
            raw = self.book[sheet][cell].value
            formula = self.book[sheet][cell].data_type == "f"
            self._known[key] = self._computed(sheet, raw[1:]) if formula else raw
        return self._known[key]

    def _computed(self, sheet, formula):
        texts = []

        def keep(found):
            texts.append(found[0])
            return f"\x00{len(texts) - 1}\x00"

        code = _TEXT.sub(keep, formula).replace("_xlfn.", "")
        code = _REFERENCE.sub(lambda found: self._reference(sheet, found), code)
        code = re.sub(r"(?<![<>=])=(?!=)", "==", code)
        code = re.sub("\x00([0-9]+)\x00", lambda found: texts[int(found[1])], code)
        return eval(code, {"IFS": _ifs, "IF": _if, "SUM": sum, "value": self.value, "cells": self._cells})

    def _reference(self, sheet, found):
        of = (found[1] or sheet).replace("''", "'")
        return f"cells({of!r}, {found[2]!r}, {found[3]!r})" if found[3] else f"value({of!r}, {found[2]!r})"

    def _cells(self, sheet, first, last):
        values = (self.value(sheet, cell.coordinate) for row in self.book[sheet][first:last] for cell in row)
        return [value for value in values if value is not None]

    def formulas(self):
        return sum(cell.data_type == "f" for sheet in self.book for row in sheet.iter_rows() for cell in row)

    def lists(self):
        return sorted(
            (sheet.title, str(each.sqref), each.formula1)
            for sheet in self.book
            for each in sheet.data_validations.dataValidation
        )


def _ifs(*pairs):
    return next(value for wanted, value in zip(pairs[::2], pairs[1::2], strict=True) if wanted)


def _if(wanted, then, otherwise):  # a score without a denominator is 0/0: both sides are computed
    return then if wanted else otherwise


def plain_date(value):
    return value.date().isoformat() if isinstance(value, datetime) else value
