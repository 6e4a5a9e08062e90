"""The only room that knows every stage: from a scope to a run on disk, from a run to a report, a verdict.

No arithmetic and no words here: each figure comes from the stage that owns it.
"""

from delest.pipeline.advising import advise, all_rules
from delest.pipeline.audit.run import audit
from delest.pipeline.gate import check
from delest.pipeline.order import Observer, Order
from delest.pipeline.reading import missed, report
from delest.pipeline.recording import weigh_recording

__all__ = ["Observer", "Order", "advise", "all_rules", "audit", "check", "missed", "report", "weigh_recording"]
