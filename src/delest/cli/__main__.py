"""The way in: chooses the language, runs the command, turns errors into words and exit codes."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

import click

from delest.cli.config_file import named, nearest
from delest.cli.settings.origin import Settings
from delest.cli.terminal import click_words, streams
from delest.errors import DelestError, ExitCode
from delest.report.language import words
from delest.report.language.reasons import said, system_text
from delest.report.language.safe_text import printable
from delest.report.language.words import _

_COMPLETION: Final = "_DELEST_COMPLETE"


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    streams.secure()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; errors are printed on stderr."""
    asked = _asked(arguments, "--lang")
    words.use(asked if asked in words.LANGUAGES else words.from_environment())
    click_words.teach()
    settings = Settings()
    try:
        settings = _settings(arguments)
        language = settings.file.table.get("lang")
        if asked not in words.LANGUAGES and language in words.LANGUAGES and not os.environ.get("DELEST_LANG"):
            words.use(language)
        from delest.cli.group import delest  # noqa: PLC0415 - its texts are translated when it is imported

        answer = delest.main(list(arguments), prog_name="delest", standalone_mode=False, obj=settings)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
    except click.ClickException as error:
        remedy = _("see `{command} --help`").format(command=_command_path(error, arguments))
        return _ended(ExitCode.USAGE, error.format_message(), remedy)
    except (click.Abort, KeyboardInterrupt):
        return _ended(ExitCode.INTERRUPTED, _("interrupted"))
    except ExceptionGroup as several:  # each is told; the first says how it ended
        codes = [_failed(error, settings) for error in several.exceptions]
        return codes[0]
    except Exception as error:  # noqa: BLE001 - Python would leave with 1, which says "over the budget"
        return _failed(error, settings)
    return answer if isinstance(answer, int) else ExitCode.DONE


def _failed(error: Exception, settings: Settings) -> ExitCode:
    if isinstance(error, DelestError):
        message, remedy = said(error.message), said(error.remedy) if error.remedy else ""
        origins = [settings.origins[str(each)] for each in error.values.values() if str(each) in settings.origins]
        message += f" ({origins[0]})" if origins else ""
        return _ended(error.exit_code, message, remedy)
    if isinstance(error, OSError):
        message = ": ".join(map(str, filter(None, (error.filename, system_text(error.strerror or str(error))))))
        return _ended(ExitCode.USAGE, message, _("check the path, its permissions and the free disk space"))
    from traceback import format_exception  # noqa: PLC0415 - seldom needed

    for line in "".join(format_exception(error)).splitlines():
        click.echo(f"  {printable(line)}", err=True)
    message = _("this is a fault of delest: {error}").format(error=repr(error))
    return _ended(ExitCode.NOT_MEASURED, message, _("please report it, with the lines above"))


def _ended(code: ExitCode, message: str, remedy: str = "") -> ExitCode:
    # One line each, whatever pages, files and servers put into them.
    click.echo(_("delest: {message}").format(message=printable(message)), err=True)
    if remedy:
        click.echo(_("  what to do: {remedy}").format(remedy=printable(remedy)), err=True)
    return code


def _command_path(error: click.ClickException, arguments: Sequence[str]) -> str:
    """Return the command whose help to read; click does not always know which one it was parsing."""
    if isinstance(error, click.UsageError) and error.ctx:
        return error.ctx.command_path
    from delest.cli.group import delest  # noqa: PLC0415 - see above

    known = delest.list_commands(click.Context(delest))
    return " ".join(["delest", *[argument for argument in arguments if argument in known][:1]])


def _settings(arguments: Sequence[str]) -> Settings:
    """Return what sets options beside the command line; help tells of none, so that no file can take it away."""
    if {"-h", "--help"} & set(arguments) or _COMPLETION in os.environ:
        return Settings()
    environment = {name: text for name, text in os.environ.items() if name.startswith("DELEST_")}
    if "--no-config" in arguments:
        return Settings(environment=environment)
    path = _asked(arguments, "--config")
    return Settings(named(Path(path)) if path else nearest(Path.cwd()), environment)


def _asked(arguments: Sequence[str], option: str) -> str:
    """Return the value of an option that must be known before any command is; empty where it is not given."""
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            return value if equals else "".join(arguments[position + 1 : position + 2])
    return ""


if __name__ == "__main__":
    main()
