"""All cases of the site: each module of this folder that has a ``CASES`` is one family of them."""

import importlib
import pkgutil

from tests.site.cases.case import Case

CASES: dict[str, Case] = {
    case.name: case
    for module in pkgutil.iter_modules(__path__)
    for case in getattr(importlib.import_module(f"{__name__}.{module.name}"), "CASES", ())
}
"""Name -> case."""
