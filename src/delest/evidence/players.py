"""Videos or sounds of pages, held against a limit: what 5.3, 5.4 and 5.6 share."""

from collections.abc import Callable, Sequence
from typing import Final

from delest.errors import N_, NN_
from delest.evidence.probe import NO_PAGES, Files, Probe, by_probe, evidence
from delest.evidence.seen import SeenPage, Site
from delest.records.state.evidence import Evidence, Look, Seen, Status, Told
from delest.records.state.probed import Player


class Players:
    """Judges the players of one kind; ``fails`` tells which refute the criterion."""

    def __init__(self, probe: Callable[[], Probe], kind: str, fails: Callable[[Player, Site], bool]) -> None:
        self._probe = probe
        self._kind = kind
        self._fails = fails
        self._found: dict[str, Player] = {}
        self._pages: dict[str, tuple[str, list[Player]]] = {}

    def look(self, page: SeenPage) -> None:
        """Take in the players of a page; what they are worth depends on the device of the audit."""
        if page.probed is None or page.probed.media is None:
            return
        players = [each for each in page.probed.media if each.kind == self._kind]
        self._pages[page.url] = (page.title, players)
        self._found |= {each.url or page.url: each for each in players}

    def conclude(self, _looks: Sequence[Look], site: Site) -> Evidence:
        """Return what the audit says."""
        probe = self._probe()
        if not self._pages:
            missing = by_probe("media") if site.pages else NO_PAGES
            return evidence(probe, (), seen=Seen.NOT_MEASURED, missing=(missing,))
        whole = () if len(self._pages) == site.pages else (by_probe("media"),)
        looks = [self._look(url, title, players, site) for url, (title, players) in self._pages.items()]
        if not self._found:
            none = Told.of(_NO_VIDEO if self._kind == "video" else _NO_SOUND)
            return evidence(
                probe, looks, seen=Seen.NOTHING, said=(none,), missing=whole, not_applicable_perhaps=not whole
            )
        bad = {url: each for url, each in self._found.items() if self._fails(each, site)}
        known = sum(bool(each.codec or each.height_px) for each in self._found.values())
        said = Told.counted(_VIDEOS if self._kind == "video" else _SOUNDS, len(self._found), bad=str(len(bad)))
        unread = NN_("{n} could not be read.", "{n} could not be read: codec and height are not known.")
        more = (Told.counted(unread, len(self._found) - known),) if known < len(self._found) else ()
        files = Files()
        for url, each in (bad or self._found).items():
            files.add(url, 0, _told(each))
        return evidence(
            probe,
            looks,
            seen=Seen.FOUND,
            status=Status.NOT_VALID if bad else Status.TO_ASSESS,
            said=(said, *more),
            missing=whole,
            action=Told.of(probe.action) if bad else None,
            resources=files.heaviest(),
        )

    def _look(self, url: str, title: str, players: list[Player], site: Site) -> Look:
        bad = sum(self._fails(each, site) for each in players)
        return Look(
            url=url,
            title=title,
            seen=Seen.FOUND if players else Seen.NOTHING,
            status=Status.NOT_VALID if bad else Status.TO_ASSESS,
            said=Told.of("{told}", told=", ".join(map(_told, players[:5])) or "0"),
            badness=bad,
        )


def _told(player: Player) -> str:
    height = f"{player.height_px}p" if player.height_px else ""
    return " ".join(each for each in (player.kind, height, player.codec) if each)


_VIDEOS: Final = NN_(
    "{n} video was found on the measured pages; outside this limit: {bad}.",
    "{n} videos were found on the measured pages; outside this limit: {bad}.",
)
_SOUNDS: Final = NN_(
    "{n} sound was found on the measured pages; outside this limit: {bad}.",
    "{n} sounds were found on the measured pages; outside this limit: {bad}.",
)
_NO_VIDEO: Final = N_("No video was found on the measured pages.")
_NO_SOUND: Final = N_("No sound was found on the measured pages.")
