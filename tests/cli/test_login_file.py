"""The file that says how to log in: what it may hold, and errors that name the place and never a value."""

import pytest

from delest.cli.options.loading.login_file import LOGOUTS, read_login
from delest.errors import InputError
from delest.records.runs.login import Action
from delest.urls import url_pattern
from tests.command import delest

SECRET = "planted-8d11c2f4"
START = "https://www.example.org/"
WHOLE = """
hosts = ["sso.example.net"]
step-limit = 20

[[step]]
goto = "www.example.org/login"

[[step]]
fill = "#user"
value = "auditor"

[[step]]
fill = "#password"
value-from-env = "PLANTED"

[[step]]
fill = "#code"
value-from-file = "code.txt"

[[step]]
check = "#stay"

[[step]]
press = "Enter"

[success]
wait-for = "#account"
url = "https://www.example.org/account*"
"""
SUCCESS = '\n[success]\nwait-for = "#account"\n'


def written(tmp_path, text):
    (tmp_path / "login.toml").write_text(text, "utf-8")
    return str(tmp_path / "login.toml")


def told(tmp_path, text, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        read_login(written(tmp_path, text), (START,))
    error = caught.value
    said = f"{error} / {error.remedy}"
    assert SECRET not in said
    return said


def test_a_whole_login_with_its_values_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANTED", SECRET)
    (tmp_path / "code.txt").write_bytes(b"4711\r\n")
    login = read_login(written(tmp_path, WHOLE), (START,))
    assert [(step.action, step.target, step.value) for step in login.steps] == [
        (Action.GOTO, "https://www.example.org/login", ""),
        (Action.FILL, "#user", "auditor"),
        (Action.FILL, "#password", SECRET),
        (Action.FILL, "#code", "4711"),
        (Action.CHECK, "#stay", ""),
        (Action.PRESS, "Enter", ""),
    ]
    assert [(sign.action, sign.target) for sign in login.success] == [
        (Action.WAIT_FOR, "#account"),
        (Action.URL, "https://www.example.org/account*"),
    ]
    assert (login.hosts, login.step_limit_s, login.start_urls) == (("sso.example.net",), 20, (START,))
    assert login.steps[2].place.endswith("login.toml, step 3 (line 12)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[step]]\nclick = "a"\n', "does not say what a login that succeeded looks like"),
        (f'[[step]]\nclick = "a"\n[success]\ntitle = "{SECRET}"', "[success]: a login has no title"),
        ("[success]\nwait-for = 1\n" + '[[step]]\nclick = "a"\n', "wait-for must be text"),
        (SUCCESS, "step must be a list of 1 to 100 tables"),
        (f'[[step]]\nclick = "a"\n\n[[step]]\nfil = "{SECRET}"' + SUCCESS, "step 2 (line 4): a login has no fil there"),
        (f'[[step]]\nfill = "#p"\npassword = "{SECRET}"' + SUCCESS, "step 1 (line 1): a login has no password"),
        ('[[step]]\nfill = "#p"' + SUCCESS, "a step is one action"),
        (f'[[step]]\nfill = "#p"\nvalue = "{SECRET}"\nvalue-from-env = "X"' + SUCCESS, "a step is one action"),
        (f'[[step]]\nclick = "#p"\nvalue = "{SECRET}"' + SUCCESS, "a step is one action"),
        ('[[step]]\nclick = "#p"\nfill = "#q"\nvalue = "x"' + SUCCESS, "a step is one action"),
        ('[[step]]\nfill = "#p"\nvalue = 1' + SUCCESS, "value must be text"),
        (f'[[step]]\ngoto = "https://u:{SECRET}@www.example.org/"' + SUCCESS, "step 1 (line 1): not a web address"),
        ('[[step]]\nfill = "#p"\nvalue-from-env = "NOT_THERE"' + SUCCESS, "has no NOT_THERE / set it"),
        ('[[step]]\nfill = "#p"\nvalue-from-file = "none.txt"' + SUCCESS, "none.txt cannot be read"),
        (f'step-limit = true\n[[step]]\nclick = "{SECRET}"' + SUCCESS, "step-limit must be a number of seconds"),
        (f'hosts = "x"\n[[step]]\nclick = "{SECRET}"' + SUCCESS, "hosts must be a list"),
        (f'pasword = "{SECRET}"\n[[step]]\nclick = "x"' + SUCCESS, "login.toml: a login has no pasword"),
        (f"[[step]]\nclick = {SECRET}" + SUCCESS, "login.toml is not valid TOML: (at line 2"),
        ('step = [{click = "a", fil = "b"}]' + SUCCESS, "login.toml, step 1: a login has no fil"),
    ],
)
def test_what_is_no_login_is_told_with_its_place_and_without_its_values(tmp_path, text, expected, monkeypatch):
    assert expected in told(tmp_path, text, monkeypatch)


def test_a_file_that_is_not_there_or_not_text(tmp_path, monkeypatch):
    assert "is longer than" in told(tmp_path, "#" * 1_000_001, monkeypatch)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_login(str(tmp_path / "none.toml"), (START,))


def test_addresses_that_end_a_session_are_left_alone_and_pages_are_not():
    def ends(path):
        return any(url_pattern(each).match(f"https://www.example.org/{path}") for each in LOGOUTS)

    assert all(map(ends, ("logout", "user/logout?t=1", "Account/LogOff", "users/sign_out", "fr/deconnexion")))
    assert not any(map(ends, ("", "login", "catalogue", "blog/out", "connexion", "design")))


@pytest.mark.parametrize("option", ["--login", "--storage-state", "--basic-auth", "--proxy"])
def test_a_variable_that_is_not_set_is_no_audit_from_before_the_door(tmp_path, option):
    answer = delest("audit", "https://www.example.org/", option, "", "--run", tmp_path / "run")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"{option} is empty" in answer.stderr
    assert not (tmp_path / "run").exists()
