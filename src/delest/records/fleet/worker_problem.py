"""Why a worker of a cluster takes no service, in English: it says so itself, on another machine."""

from typing import Final

from delest.errors import N_

ELSEWHERE: Final = N_("it does not see the campaign's directory: every machine has to share it, under the same path")
UNLOCKED: Final = N_("it does not see the lock on the campaign's directory: its file system has to share locks (NFS 4)")
NOT_EXACT: Final = N_("its browser's count cannot be trusted")

ALL: Final = frozenset({ELSEWHERE, UNLOCKED, NOT_EXACT})
