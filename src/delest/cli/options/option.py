"""An option that describes itself: the settings, a resumed run, the help and the docs read what it says here."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from delest.errors import N_
from delest.report.language.words import _

_BEYOND: Final = 10**12
"""A bound so high is there against mistakes alone, and not worth a word."""
_Command = TypeVar("_Command", bound=Callable[..., Any])

if TYPE_CHECKING:
    from delest.records.runs.audit import RunHeader

OfRun = Callable[["RunHeader"], Any]
"""The value that an option had when a run was started, read from the run's header."""


AsKept = Callable[[Any], Any]
"""Turns a value as it was given into what ``OfRun`` returns, so that the two can be compared."""


def unchanged(value: Any) -> Any:
    """Return the value itself."""
    return value


class Section(StrEnum):
    """The titled part of the help, and of the docs, in which an option appears; in this order."""

    PAGES = N_("Which pages")
    LOADING = N_("How pages are loaded")
    ACCESS = N_("Access to the site")
    LIMITS = N_("Limits")
    TRAFFIC = N_("Traffic and factors")
    OUTPUT = N_("Output")
    GENERAL = N_("General")


class Secret(StrEnum):
    """What about an option's value must not be printed or kept in a run."""

    NO = "no"
    VALUE = "value"
    """The value itself."""
    IN_URL = "in-url"
    """The user name and password that a URL may contain."""
    IN_FILE = "in-file"
    """The content of the file that it names; the name may be shown."""


class Option(click.Option):
    """An option of delest.

    Args:
        names: ``-o``, ``--output`` and, where it differs, the parameter's name.
        section: where help and docs list it.
        secret: what of it must not be printed; a run keeps no secret, so it has to be given again to resume.
        of_run: how to read its value from the header of a run; None: it does not change what is measured, and may
            differ when a run is resumed.
        as_kept: turns a given value into what ``of_run`` returns, where the two are written differently.
        instead_of: parameters whose value from the environment or a file is dropped when this one is on the command
            line and they are not.
        goes_with: parameters of which one has to be given too, on the command line or elsewhere: without, the option
            would do nothing. Those that a command does not have do not count.
        idle_with: parameters of which none may be given too: with one of them, the option would do nothing.
        derived: where it is not given, its value follows from the machine or the language; a run that is continued then
            keeps its own.
        names_file: its value is the path of a file; in a configuration file, relative to that file.
        also: other names that do the same; neither help nor docs list them.
        was: its former names, without dashes: accepted on the command line, an error in a configuration file; both give
            the present name.
        settable: it can be set by the environment or a configuration file.
        see: page and heading in docs/ that say more, such as ``crawling.md#language``.
    """

    def __init__(  # noqa: PLR0913 - one parameter a fact
        self, names: Sequence[str], *, section: Section = Section.GENERAL, secret: Secret = Secret.NO,
        of_run: OfRun | None = None, as_kept: AsKept = unchanged, instead_of: tuple[str, ...] = (),
        goes_with: tuple[str, ...] = (), idle_with: tuple[str, ...] = (), derived: bool = False,
        names_file: bool = False, settable: bool = True, also: tuple[str, ...] = (), was: tuple[str, ...] = (),
        see: str = "", **attributes: Any,
    ) -> None:  # fmt: skip
        super().__init__(names, **attributes)
        self.section: Final = section
        self.secret: Final = secret
        self.of_run: Final = of_run
        self.as_kept: Final = as_kept
        self.instead_of: Final = instead_of
        self.goes_with: Final = goes_with
        self.idle_with: Final = idle_with
        self.derived: Final = derived
        self.names_file: Final = names_file
        self.also: Final = also
        self.was: Final = was
        self.see: Final = see
        self.settable: Final = settable

    def __call__(self, command: _Command) -> _Command:
        """Add the option to a command."""
        made: Any = lambda *_names, **_attributes: self  # noqa: E731 - what click calls to make an option
        return click.option(cls=made)(command)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Let the parser know the names, the unlisted ones too."""
        own, self.opts = self.opts, [*self.opts, *self.also]
        super().add_to_parser(parser, ctx)
        self.opts = own

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what help adds to the sentence, with bounds in words."""
        extra: dict[str, Any] = dict(super().get_help_extra(ctx))
        if "range" in extra:
            extra["range"] = bounds_text(self.type)
        if isinstance(self.default, float):
            extra["default"] = f"{self.default:g}" if self.show_default else extra.get("default", "")
        return {key: value for key, value in extra.items() if value}

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the names of the option and its help, with what is added to it parted as the language does."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names, text = record
        sentence, mark, extra = text.rpartition("  [")
        return names, sentence + mark + extra.replace("; ", _("; ")) if mark else text

    @property
    def key(self) -> str:
        """The option's long name without its dashes: its name in a configuration file."""
        return max(self.opts, key=len).removeprefix("--")


class Argument(click.Argument):
    """An argument that belongs to the question of a run, and may take the place of options: see ``Option``."""

    def __init__(
        self, *args: Any, of_run: OfRun | None = None, as_kept: AsKept = unchanged, instead_of: tuple[str, ...] = (),
        **attributes: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **attributes)
        self.of_run: Final = of_run
        self.as_kept: Final = as_kept
        self.instead_of: Final = instead_of


def bounds_text(kind: click.ParamType[Any]) -> str:
    """Return the numbers that a range admits, in words."""
    if not isinstance(kind, click.IntRange | click.FloatRange):
        return ""
    low, high, above = kind.min, kind.max, kind.min_open
    if low is None or (low == 0 and not above and (high is None or high >= _BEYOND)):
        return ""
    if high is None or high >= _BEYOND:
        said = _("more than {low}") if above else _("at least {low}")
    else:
        said = _("more than {low}, at most {high}") if above else _("{low} to {high}")
    return said.format(low=f"{low:.15g}", high=f"{high or 0:.15g}")


def option(*names: str, **attributes: Any) -> Option:
    """Return an ``Option``, which is also the decorator that adds it to a command."""
    return Option(names, **attributes)


def argument(*names: str, **attributes: Any) -> Callable[..., Any]:
    """Return the decorator that adds an ``Argument`` to a command."""
    return click.argument(*names, cls=Argument, **attributes)


def options_by_section(command: click.Command) -> dict[Section, list[Option]]:
    """Return the options of a command, section by section; sections without one are left out."""
    options = [each for each in command.params if isinstance(each, Option)]
    found = {section: [each for each in options if each.section is section] for section in Section}
    return {section: each for section, each in found.items() if each}


def write_sections(command: click.Command, context: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the options of a command to its help; those of click itself come with the general ones."""
    ours = options_by_section(command)
    others = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    sections: dict[Section, list[click.Option]] = {section: list(each) for section, each in ours.items()}
    general = sections.setdefault(Section.GENERAL, [])
    general += [each for each in others if not isinstance(each, Option)]
    for section, options in sections.items():
        records = [record for each in options if (record := each.get_help_record(context)) is not None]
        if records:
            with formatter.section(_(section) if len(sections) > 1 else _("Options")):
                formatter.write_dl(records)
