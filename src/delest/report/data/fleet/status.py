"""How far a campaign is, for programs: JSON, ``delest.fleet-status/1``."""

from collections import Counter
from typing import Final

import msgspec

from delest.records.fleet.campaign import ENDED, Campaign, State
from delest.report.language.safe_text import public

SCHEMA: Final = "delest.fleet-status/1"


def status_json(campaign: Campaign) -> str:
    """Return the JSON document."""
    states = Counter(each.state.value for each in campaign.entries)
    tree = {
        "schema": SCHEMA,
        "campaign": campaign.header.name,
        "delest_version": campaign.header.delest_version,
        "created_at": campaign.header.created_at.isoformat(),
        "closed_at": campaign.header.closed_at.isoformat() if campaign.header.closed_at else None,
        "services": {state.value: states[state.value] for state in State},
        "left": sum(each.state not in ENDED for each in campaign.own),
        "of_other_shards": len(campaign.header.elsewhere),
        "failed": [
            {
                "service": each.service.id,
                "reason_code": each.reason.code.value if each.reason else "",
                "message": public(each.message),
                "tries": each.tries,
            }
            for each in campaign.entries
            if each.state is State.FAILED
        ],
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=1).decode() + "\n"
