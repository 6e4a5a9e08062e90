"""What is timed is timed by a clock that never jumps; the calendar's clock only says when something was."""

import ast
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "delest"
JUMPING = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
CALENDAR = Counter(
    {
        "cli/commands/co2e/estimate.py": 1,  # the date of an answer
        "cli/commands/co2e/estimate_run.py": 1,
        "cli/fleet/run.py": 1,  # whether it is an hour to begin audits at
        "cli/options/site.py": 1,  # when a run began
        "crawl/site/manners.py": 1,  # Retry-After may name a date
        "fleet/child.py": 2,  # when an audit began and ended
        "library.py": 1,  # when an audit began
        "fleet/cluster.py": 2,  # when a lost audit began, and was lost
        "measure/replay/door.py": 1,  # how old a recording is
        "measure/replay/record.py": 1,  # when it was made
        "measure/visit/acting/hand.py": 1,  # browsers take the time of an event by the calendar
        "measure/visit/visit.py": 1,  # when a load began
        "pipeline/auditing/crawl.py": 1,
        "pipeline/auditing/upcoming/returns.py": 1,
        "pipeline/fleet/certifying.py": 1,  # from when certificates are valid
        "pipeline/fleet/entries.py": 1,  # when a campaign began
        "pipeline/fleet/keeping.py": 1,  # when it was closed
        "pipeline/fleet/running.py": 2,  # hours to begin audits in; when an audit was found complete
        "pipeline/probing.py": 1,  # when pages were looked at
        "pipeline/traffic.py": 1,  # which months are over
        "report/pages/fleet/status.py": 1,  # whether a campaign is under way
    }
)


def readings(path):
    """Calls such as ``datetime.now()`` and ``time.time()``; the event loop's own ``time()`` never jumps."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in JUMPING:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "time", "dt"}:
                yield node


def test_a_clock_that_may_be_set_is_read_only_for_dates():
    found = Counter()
    for path in SOURCE.rglob("*.py"):
        if count := len(list(readings(path))):
            found[path.relative_to(SOURCE).as_posix()] = count
    assert found == CALENDAR
