"""The only room that knows every stage, and the face that a command line, a notebook or a worker calls.

From a scope to a run on disk, from a run to a report, a verdict. No arithmetic and no words here: each figure comes
from the stage that owns it. A name is loaded when it is first used, so that an estimate loads no browser.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from delest.pipeline.advising import advise, all_rules
    from delest.pipeline.auditing.run import audit
    from delest.pipeline.gating.gate import check
    from delest.pipeline.order import Observer, Order
    from delest.pipeline.reading import missed, report
    from delest.pipeline.recordings.weighed import weigh_recording

__all__ = ["Observer", "Order", "advise", "all_rules", "audit", "check", "missed", "report", "weigh_recording"]

_MODULES: Final = {
    "Observer": "order",
    "Order": "order",
    "advise": "advising",
    "all_rules": "advising",
    "audit": "auditing.run",
    "check": "gating.gate",
    "missed": "reading",
    "report": "reading",
    "weigh_recording": "recordings.weighed",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
