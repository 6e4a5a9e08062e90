"""What a check says of a build folder names paths: the port of the loopback address is another in each run."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from delest.pipeline.gating.paths import of_folder
from delest.records.gate.budget import Verdict, VerdictOutcome
from delest.records.runs.audit import AuditReport
from delest.records.runs.skip_reason import SkipReason

SMALL = Path(__file__).parents[2] / "fixtures" / "report" / "small.json"


def test_own_addresses_become_paths_and_others_stay():
    small = msgspec.json.decode(SMALL.read_bytes(), type=AuditReport)
    start = small.header.scope.start_urls[0]
    own = start.removesuffix("/")
    verdict = Verdict(
        outcome=VerdictOutcome.WITHIN,
        pages=3,
        passed_urls=(f"{own}/", f"{own}/a?b=c", f"{own}.example/x"),
        unchecked_pages={SkipReason.LIMIT: 2},
        unchosen=frozenset({SkipReason.LIMIT}),
    )
    told, audited = of_folder(verdict, small)
    assert told == replace(verdict, passed_urls=("/", "/a?b=c", f"{own}.example/x"))
    assert {each.page_url[0] for each in audited.findings} == {"/"}
    assert audited.header == small.header
