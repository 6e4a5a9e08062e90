"""What was proven: actions by what they avoid in a year, page by page what holds and what does not, and costs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from delest.errors import N_
from delest.records.advice.proof import Action, Doubt, PageProof, Plan, Proof
from delest.records.advice.rule import RuleWords
from delest.records.advice.verdict import Verdict
from delest.records.runs.audit import AuditReport
from delest.report.digest.facts import site_name
from delest.report.language.conditions import condition_text
from delest.report.language.labels import rule_words
from delest.report.language.proof_words import effort_name, verdict_name
from delest.report.language.words import _, ngettext
from delest.report.page import Block, Cell, Column, Details, Page, Pair, Prose, Row, Section, Table, section
from delest.report.pages.audit.sections.proof_costs import (
    NOT_WEIGHED,
    THIRD_PARTY,
    address,
    costs_alone,
    costs_table,
    why,
)
from delest.report.said import Figure, Label, Moment, Quoted, Words, number, of_bytes, say, share

ID: Final = "proof"
_ROWS: Final = 40
_PICTURED: Final = 5
"""Pages whose pictures are shown."""
_TONES: Final = {Verdict.PROVEN: "good", Verdict.CONDITIONAL: "good"}
_OWN_NAMES: Final = {
    "all": N_("all changes together"),
    "given": N_("your own files"),
}


def proof_section(report: AuditReport) -> tuple[Section, ...]:
    """Return what loading pages again with lighter files showed; nothing where no page was to be proven."""
    if not report.proofs:
        return ()
    proofs, titles = report.proofs, titles_of(report.rules)
    return section(ID, _("Proven by loading again"), *_lead(proofs, report.plan, titles), *proof_blocks(proofs, titles))


def proofs_page(report: AuditReport) -> Page:
    """Return what ``delest prove`` answers."""
    return Page(
        title=_("What was proven on the recorded pages of {site}").format(site=site_name(report)),
        over=say("delest · {date}", date=Moment(report.header.run.started_at, with_time=True)),
        sections=proof_section(report)
        or (Section(ID, _("Proven by loading again"), (Prose(_("No page was loaded.")),)),),
    )


def brief_proof(report: AuditReport, *, scarce: bool = False) -> Words | None:
    """Return what was proven, in a sentence, ``scarce`` on one line; None where no page was to be proven."""
    return _together(report.proofs, scarce=scarce) if report.proofs else None


def titles_of(rules: Iterable[RuleWords]) -> dict[str, str]:
    """Return what to do by each rule, by id."""
    return {words.id: rule_words(words).action for words in rules}


def _lead(proofs: Sequence[PageProof], plan: Plan | None, titles: dict[str, str]) -> Iterator[Block]:
    yield Prose(_together(proofs), "lead")
    if plan is not None:
        yield _plan(plan, titles)
    if reach := _reach(plan):
        yield Prose(reach)


def _together(proofs: Sequence[PageProof], *, scarce: bool = False) -> Words:
    proven = [page for page in proofs if page.together is not None and page.together.holds]
    if not proven:
        return costs_alone(proofs) or _("No lighter file could be proven on the pages that were loaded again.")
    before = sum(page.together.before_bytes for page in proven if page.together)
    avoided = sum(page.together.avoided_bytes for page in proven if page.together)
    told = ngettext(
        "Proven on {n} page loaded again with lighter files: {bytes} less, {share} of its bytes; all else is as it"
        " was.",
        "Proven on {n} pages loaded again with lighter files: {bytes} less together, {share} of their bytes; all else"
        " is as it was.",
        len(proven),
    )
    if scarce:
        told = ngettext(
            "Proven on {n} page loaded again with lighter files: {bytes} less ({share}).",
            "Proven on {n} pages loaded again with lighter files: {bytes} less ({share}).",
            len(proven),
        )
    return say(told, n=Figure(len(proven)), bytes=of_bytes(avoided), share=share(avoided / before))


def _plan(plan: Plan, titles: dict[str, str]) -> Table:
    yearly = any(action.bytes_per_year is not None for action in plan.actions)
    return Table(
        _("Proven actions, those that avoid most first, on loads with an empty cache; they overlap"),
        (
            Column(_("Action"), long=True),
            Column(_("Per page"), figures=True),
            *((Column(_("A year"), figures=True),) if yearly else ()),
            Column(_("Files"), figures=True),
            Column(_("Pages"), figures=True),
            Column(_("Effort")),
        ),
        tuple(_action(action, titles, yearly=yearly) for action in plan.actions),
    )


def _action(action: Action, titles: dict[str, str], *, yearly: bool) -> Row:
    a_year = (of_bytes(action.bytes_per_year or 0),) if yearly else ()
    conditions = tuple(condition_text(each) for each in action.conditions)
    return Row((
        Cell(Quoted(rule_title(action.rule, titles)), conditions),
        of_bytes(action.per_page_bytes),
        *a_year,
        Figure(action.resources),
        Figure(action.pages),
        effort_name(action.effort),
    ))  # fmt: skip


def _reach(plan: Plan | None) -> Words | None:
    if plan is None or plan.reach.needed_bytes is None:
        return None
    needed, missing = plan.reach.needed_bytes, plan.reach.missing_bytes
    if missing:
        told = _(
            "Your target needs {needed} less per page view; proven actions bring {proven}; {missing} have no proven"
            " action yet."
        )
        return say(
            told,
            needed=of_bytes(needed),
            proven=of_bytes(plan.reach.per_view_bytes),
            missing=of_bytes(missing),
        )
    told = _("Your target needs {needed} less per page view; proven actions bring {proven}: they are enough.")
    return say(told, needed=of_bytes(needed), proven=of_bytes(plan.reach.per_view_bytes))


def proof_blocks(proofs: Sequence[PageProof], titles: dict[str, str]) -> Iterator[Block]:
    """Yield what was tried on each page, and how it is to be read."""
    yield Table(
        _("Pages that were loaded again"),
        (
            Column(_("Page"), long=True),
            Column(_("Recorded"), figures=True),
            Column(_("Unchanged"), figures=True, spare=True),
            Column(_("All changes"), figures=True),
            Column(_("Verdict")),
        ),
        tuple(_page(page) for page in proofs[:_ROWS]),
    )
    pictures = _pictures(proofs)
    yield from pictures[:1]
    if pictures[1:]:
        yield Details(_("More pages and images, before and with all changes"), tuple(pictures[1:]))
    every = [proof for page in proofs for proof in page.proofs]
    tried = [proof for proof in every if not proof.rule.startswith(THIRD_PARTY)]
    if tried:
        yield Details(_("Each change alone, page by page"), (_changes(tried, titles),))
    costs = [proof for proof in every if proof.rule.startswith(THIRD_PARTY)]
    if costs:
        yield costs_table(costs)
    if costs and not tried:
        return
    told = _(
        "Proven means: the changed files weigh less by what was computed, all other transfers are as before, and text,"
        " elements, images and the look of the page are as they were. Look at the page before you publish anything."
    )
    yield Prose(told, "note")


def _page(page: PageProof) -> Row:
    unchanged = of_bytes(page.low_bytes) if page.replays and page.low_bytes else "-"
    together = page.together
    if not page.replayable:
        return Row((
            address(page.page_url), of_bytes(page.recorded_bytes), unchanged, "-",
            Cell(Label(_("not replayable"), "bad"), (why(page),)),
        ))  # fmt: skip
    if together is None:
        costs = page.proofs and all(proof.rule.startswith(THIRD_PARTY) for proof in page.proofs)
        verdict = _("only costs were weighed") if costs else _("nothing proven")
        return Row((address(page.page_url), of_bytes(page.recorded_bytes), unchanged, "-", verdict))
    return Row((
        address(page.page_url), of_bytes(page.recorded_bytes), unchanged,
        of_bytes(together.after_bytes), _verdict(together),
    ))  # fmt: skip


def _verdict(proof: Proof) -> Cell:
    reason = (why(proof),) if proof.doubt is not Doubt.NONE else ()
    condition = (condition_text(proof.condition),) if proof.condition and proof.doubt is Doubt.NONE else ()
    tone = "" if proof.doubt is Doubt.TIME else _TONES.get(proof.verdict, "bad")
    return Cell(Label(verdict_name(proof.verdict), tone), (*reason, *condition))


def _pictures(proofs: Sequence[PageProof]) -> list[Pair]:
    """Return the pictures of pages, and those of their images, each image once."""
    pairs: dict[str, Pair] = {}
    for page in proofs[:_PICTURED]:
        for each in page.pictures:
            key = each.image_url or f"{page.page_url} "
            pairs[key] = pairs.get(key) or Pair(
                say(
                    _("{page}: before, and with all changes. Structural similarity {likeness}."),
                    page=address(each.image_url or page.page_url),
                    likeness=number(each.likeness, 3),
                ),
                each.before,
                each.after,
                each.width_px,
                each.height_px,
                _("the image as it is") if each.image_url else _("the page as it is"),
                _("the image with all changes") if each.image_url else _("the page with all changes"),
            )
    return list(pairs.values())


def _changes(tried: Sequence[Proof], titles: dict[str, str]) -> Table:
    return Table(
        _("Each change alone, in bytes of the files that it changes"),
        (
            Column(_("Change tried"), long=True),
            Column(_("Computed"), figures=True, spare=True),
            Column(_("Weighed"), figures=True),
            Column(_("Verdict")),
        ),
        tuple(_by_page(tried[:_ROWS], titles)),
    )


def _by_page(tried: Sequence[Proof], titles: dict[str, str]) -> Iterator[Row]:
    page = ""
    for proof in tried:
        if proof.page_url != page:
            page = proof.page_url
            yield Row((address(page),), group=True)
        yield Row((
            Quoted(rule_title(proof.rule, titles)),
            "-" if proof.expected_bytes is None else of_bytes(proof.expected_bytes),
            "-" if proof.doubt in NOT_WEIGHED else of_bytes(proof.avoided_bytes),
            _verdict(proof),
        ))  # fmt: skip


def rule_title(rule: str, titles: dict[str, str]) -> str:
    """Return what a change is called."""
    if rule in _OWN_NAMES:
        return _(_OWN_NAMES[rule])
    if rule.startswith(THIRD_PARTY):
        return _("without {host}").format(host=rule.removeprefix(THIRD_PARTY))
    return titles.get(rule, rule)
