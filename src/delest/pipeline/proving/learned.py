"""What the rules have learned of the whole site of a saved run, for the lighter files of one of its pages."""

from pathlib import Path

from delest.advise.examine import begin_studies, learn
from delest.advise.rule import Study
from delest.pipeline.advising import examined_load
from delest.store.bodies import Bodies
from delest.store.journal import Journal

Studies = dict[str, Study]
"""By rule."""


def studies_of_run(journal: Journal, run: Path) -> Studies | None:
    """Return the studies of a run, made again from the files that it keeps; None: it keeps none. Long work."""
    studies = begin_studies()
    with Bodies.of_run(run) as bodies:
        if not bodies.exist:
            return None
        for page in journal.pages():
            load = examined_load(page)
            capture = None if load is None else bodies.capture(load)
            if capture is not None:
                learn(capture, studies)
    return studies
