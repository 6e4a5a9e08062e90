"""What is written of the evidence for RGESN: its page, its data, and the files of a pack."""

from functools import partial

from delest.records.state.evidence import Pack
from delest.report.data.rgesn.evidence_json import evidence_json
from delest.report.pages.rgesn.pack import brief_page, evidence_page
from delest.report.publish import Published


def evidence(pack: Pack) -> Published:
    """Return what an audit shows of RGESN."""
    return Published(
        page=partial(evidence_page, pack),
        brief=partial(brief_page, pack),
        data={"json": lambda: (evidence_json(pack),)},
    )
