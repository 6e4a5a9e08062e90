"""What pages are held against: budgets from options and files, and a baseline."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from delest.cli.config_file import ConfigFile
from delest.cli.gating.options import Gate
from delest.cli.gating.target import Kind
from delest.errors import N_, InputError
from delest.records.gate.budget import Budget
from delest.records.gate.limit import BudgetSet
from delest.units import parse_bytes

if TYPE_CHECKING:
    from delest.pipeline.gating.baselines import Against
    from delest.records.gate.baseline import Baseline

_SHARE: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,3})?) ?%")
LOCK_FILE: Final = Path("delest.lock.json")


class Question(NamedTuple):
    """What a check asks."""

    budget: Budget
    baseline: Path | None
    """A file or a saved audit; None: pages are held against the budget alone."""
    site: dict[str, Any]
    """The options that load pages, with as many loads as the comparison needs."""
    limited: bool
    """There is a limit on pages."""
    repeats: bool = False
    """The user gave no number of loads: a page is loaded more often where the verdict depends on it."""
    against: "Against | None" = None
    """The baseline, once it was read."""
    updates: bool = False
    """The baseline is written again."""
    former: "Baseline | None" = None
    """The one that it replaces, once it was read."""
    tolerance: tuple[int, float] | None = None
    """Of the new baseline, in bytes and as a share; None: as before."""
    margin: float = 0.0
    """Of a first budget, as a share."""


def asked(gate: Gate, site: dict[str, Any], kind: Kind) -> Question:
    """Return what the options and the configuration ask for.

    Raises:
        InputError: nothing to check against, options that exclude each other, or a file that cannot be used.
    """
    from delest.pipeline.gating.budgets import read_budgets  # noqa: PLC0415 - help must not load what measures

    own = _configured()
    sets = tuple(read_budgets(path) for path in gate["budget"])
    budget = Budget(
        max_page_weight_bytes=parse_bytes(gate["max_page_weight"]) if gate["max_page_weight"] is not None else None,
        max_page_requests=gate["max_requests"],
        allow_failed=gate["allow_failed"],
        sets=(*own, *sets),
    )
    limited = budget.max_page_weight_bytes is not None or budget.max_page_requests is not None or bool(budget.sets)
    if gate["tolerance"] is not None and not gate["update_baseline"]:
        raise InputError(
            N_("--tolerance without --update-baseline"), remedy=N_("the baseline keeps its tolerance: write it again")
        )
    if not limited and gate["baseline"] is None and not gate["update_baseline"] and not gate["init"]:
        raise InputError(
            N_("no limit to check the pages against"),
            remedy=N_("give --max-page-weight 1MB, write [[budget]] in delest.toml, or start with --init"),
        )
    compares = gate["baseline"] is not None or gate["update_baseline"]
    repeated = _repeated(site, gate) if compares and kind is not Kind.FOLDER else site
    updates = gate["update_baseline"] and not gate["init"]
    return Question(
        budget, gate["baseline"], repeated, limited, repeats=repeated is not site, updates=updates,
        tolerance=_tolerance(gate["tolerance"]), margin=_share("--margin", gate["margin"]),
    )  # fmt: skip


def _share(option: str, text: str) -> float:
    """Return a share such as ``10%``, as a part of one.

    Raises:
        InputError: it is not one.
    """
    match = _SHARE.fullmatch(text.strip())
    if match is None:
        raise InputError(
            N_("{option}: not a share: {text!r}"), remedy=N_("write for example 10%"), option=option, text=text
        )
    return float(match[1].replace(",", ".")) / 100


def _tolerance(text: str | None) -> tuple[int, float] | None:
    """Return a tolerance in bytes and as a share; None where none is given.

    Raises:
        InputError: neither a size nor a share.
    """
    if text is None:
        return None
    if text.strip().endswith("%"):
        return 0, _share("--tolerance", text)
    try:
        return parse_bytes(text), 0.0
    except InputError as error:
        raise InputError(
            N_("--tolerance: neither a size nor a share: {text!r}"),
            remedy=N_('write for example "2 kB" or 1%'),
            text=text,
        ) from error


def _repeated(site: dict[str, Any], gate: Gate) -> dict[str, Any]:
    """Return the options of a site on the network: loaded twice, and more often where the verdict depends on it.

    For a baseline each page is loaded three times: what its loads differ by decides whether later ones are heavier.
    """
    context = click.get_current_context()
    untouched = all(
        context.get_parameter_source(name) is click.core.ParameterSource.DEFAULT for name in ("loads", "max_loads")
    )
    if not untouched:
        return site
    return site | ({"loads": 3} if gate["update_baseline"] else {"loads": 2, "max_loads": 5})


def _configured() -> tuple[BudgetSet, ...]:
    """Return the ``[[budget]]`` tables of the configuration file in use."""
    from delest.pipeline.gating.budgets import OWN_TABLE, own_budgets  # noqa: PLC0415 - help must not load what measures

    file: ConfigFile = click.get_current_context().find_root().obj.file
    if file.path is None or OWN_TABLE not in file.table:
        return ()
    found = own_budgets(file.table, file.name, file.path.read_text("utf-8"))
    return () if found is None else (found,)
