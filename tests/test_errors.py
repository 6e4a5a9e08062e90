import pytest

from delest import errors
from delest.errors import N_, DelestError, ExitCode, InputError


def below(base):
    return {each for child in base.__subclasses__() for each in ({child} | below(child))}


def drawn_tree():
    """The tree in the module's docstring: name -> exit code."""
    lines = [line.split() for line in errors.__doc__.splitlines() if "──" in line]
    return {words[1]: int(words[2]) for words in lines}


def test_the_drawn_tree_is_the_real_one():
    assert drawn_tree() == {each.__name__: int(each.exit_code) for each in below(DelestError)}


def test_every_class_hangs_on_the_root_itself_as_drawn():
    assert {each.__base__ for each in below(DelestError)} == {DelestError}


def test_exit_codes_are_distinct_and_say_failure():
    codes = [each.exit_code for each in below(DelestError)]
    assert len(set(codes)) == len(codes)
    assert all(code not in {ExitCode.DONE, ExitCode.BUDGET_BREACHED, ExitCode.INTERRUPTED} for code in codes)


def test_an_error_says_what_is_wrong_and_keeps_its_parts_for_translation():
    error = InputError(N_("{file}: no"), remedy=N_("mend {file}"), file="a.toml")
    assert str(error) == "a.toml: no"
    assert str(error.remedy) == "mend a.toml"


@pytest.mark.parametrize("text", ["{0}", "{", "{x.__class__}", "%s"])
def test_a_value_is_never_read_as_a_template(text):
    assert str(InputError(N_("{text}"), text=text)) == text
