import click
import pytest

from delest.cli.group import delest


def _walk(path, command):
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from _walk((*path, name), command.get_command(context, name))


COMMANDS = dict(_walk((), delest))
"""Words after ``delest`` -> command; the group itself has none."""


def pytest_generate_tests(metafunc):
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", COMMANDS, ids=lambda path: " ".join(("delest", *path)))


@pytest.fixture
def commands():
    return COMMANDS
