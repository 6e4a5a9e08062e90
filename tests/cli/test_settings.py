"""Options from the environment and from a file: which one counts, and how one that cannot be used is told."""

import json

import pytest

from tests.command import delest

PAGE = ("estimate", "page", "--views", "1000000", "--from", "2MB", "--to", "1MB", "-f", "json")


def country(*arguments, cwd, **env):
    """The country that an estimate converts for."""
    answer = delest(*PAGE, *arguments, cwd=cwd, env=env)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["answer"]["converted"]["country"]


def told(*arguments, cwd, code=2, **env):
    """The error of a command, in one line, and what to do."""
    answer = delest(*arguments, cwd=cwd, env=env)
    assert (answer.returncode, answer.stdout) == (code, ""), answer.stderr
    message, remedy = answer.stderr.splitlines()
    return message.removeprefix("delest: "), remedy.removeprefix("  what to do: ")


@pytest.fixture
def write(tmp_path):
    def write(text, name="delest.toml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return write


def test_options_win_over_the_environment_the_environment_over_the_file_the_file_over_defaults(tmp_path, write):
    assert country(cwd=tmp_path) == "FRA"
    write('[estimate.page]\ncountry = "DEU"\n')
    assert country(cwd=tmp_path) == "DEU"
    assert country(cwd=tmp_path, DELEST_ESTIMATE_PAGE_COUNTRY="ESP") == "ESP"
    assert country("--country", "ITA", cwd=tmp_path, DELEST_ESTIMATE_PAGE_COUNTRY="ESP") == "ITA"
    assert country("--no-config", cwd=tmp_path) == "FRA"
    assert country(cwd=tmp_path, DELEST_ESTIMATE_PAGE_COUNTRY="") == "DEU"


def test_the_nearest_file_within_the_repository_counts(tmp_path, write):
    write('[estimate.page]\ncountry = "DEU"\n')
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert country(cwd=inside) == "FRA"  # in no repository, what lies above is somebody else's
    (tmp_path / ".git").mkdir()
    assert country(cwd=inside) == "DEU"
    write('[tool.delest.estimate.page]\ncountry = "ESP"\n', "a/pyproject.toml")
    assert country(cwd=inside) == "ESP"
    for of_others in ('[tool.other]\nname = "delest"\n', 'tool = "delest"\n'):
        write(of_others, "a/b/pyproject.toml")
        assert country(cwd=inside) == "ESP"
    other = write('[estimate.page]\ncountry = "ITA"\n', "other.toml")
    assert country("--config", other, cwd=inside) == "ITA"


def test_an_option_of_all_reaches_the_commands_that_load_pages_and_no_other(tmp_path, write):
    write('device = "watch"\n')
    assert told("audit", "http://", cwd=tmp_path)[0].startswith("delest.toml, line 1: device: 'watch' is not one of")
    write('device = "mobile"\nmax-pages = 3\n')
    equipment = ("estimate", "equipment", "refurbished", "--count", "5")
    assert "Missing option '--device'" in told(*equipment, cwd=tmp_path)[0]
    assert "Missing option '--device'" in told(*equipment, cwd=tmp_path, DELEST_DEVICE="laptop")[0]
    assert "DELEST_DEVICE: device: 'watch'" in told("audit", "http://", cwd=tmp_path, DELEST_DEVICE="watch")[0]
    # Nearer to the command wins, in the environment and in the file.
    message, remedy = told("check", cwd=tmp_path, DELEST_MAX_PAGES="3", DELEST_CHECK_MAX_PAGES="no")
    assert message == "DELEST_CHECK_MAX_PAGES: max-pages: 'no' is not a valid whole number."
    assert remedy == "write for example DELEST_CHECK_MAX_PAGES=20"


WRONG = {
    "unknown key": ("\nmax-page = 3\n", "line 2: no option is called max-page", "did you mean max-pages?"),
    "nothing near": ("zzz = 3\n", "line 1: no option is called zzz", "`delest config` lists them all"),
    "unknown in a table": ("[audit]\nx = 1\nstrickt = true\n", "line 2: no option is called x", "lists them all"),
    "in the wrong place": ('to = "70%"\n', "line 1: to does not belong here", "put it below [audit], [estimate.page]"),
    "former name": ("runs = 3\n", "line 1: runs is now called loads", "write loads instead"),
    "unknown list": ("[[budgets]]\nweight = '1 MB'\n", "line 1: no option is called budgets", "did you mean budget?"),
    "unknown table": ("[adit]\n", "line 1: no option is called adit", "did you mean audit?"),
    "no table": ("audit = 3\n", "line 1: audit is a command: expected a table", "write [audit]"),
    "text for a number": ('max-pages = "3"\n', "line 1: max-pages must be a number, not text", "max-pages = 20"),
    "fraction": ("loads = 1.5\n", "line 1: loads must be a whole number, not a number", "loads = 1"),
    "truth for a number": ("max-pages = true\n", "max-pages must be a number, not true or false", "max-pages = 20"),
    "number for a text": ("query = 3\n", "query must be text, not a number", 'query = "tidy"'),
    "text for a flag": ('insecure = "yes"\n', "insecure must be true or false, not text", "insecure = true"),
    "text for a list": ('include = "a"\n', "include must be a list, not text", 'include = ["PATTERN"]'),
    "list for a text": ('query = ["all"]\n', "query must be text, not a list", 'query = "tidy"'),
    "number in a list": ("include = [1]\n", "include must be text, not a number", 'include = ["PATTERN"]'),
    "out of range": ("[audit]\nmax-pages = 0\n", "line 2: max-pages: 0 is out of range: expected at least 1", "= 20"),
    "no choice": ('query = "some"\n', "line 1: query: 'some' is not one of 'tidy'", 'query = "tidy"'),
    "read when used": ('[audit]\nto = "lighter"\n', "not a size: 'lighter' (delest.toml, line 2)", ""),
    "syntax": ("max-pages = \n", "delest.toml is not valid TOML: Invalid value (at line 1", "correct that line"),
    "dotted": ("estimate.page.contry = 3\n", "line 1: no option is called contry", "did you mean country?"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_used_is_named_with_its_place_and_a_remedy(name, tmp_path, write):
    text, said, advice = WRONG[name]
    write(text)
    message, remedy = told("audit", "http://www.example.org/", cwd=tmp_path)
    assert "delest.toml" in message
    assert said in message
    assert advice in remedy
    help_page = delest("audit", "--help", cwd=tmp_path)
    assert (help_page.returncode, help_page.stderr) == (0, "")


def test_a_project_file_names_its_own_lines(tmp_path, write):
    write('[project]\nname = "x"\n\n[tool.delest]\nmax-pages = 0\n', "pyproject.toml")
    assert told("audit", cwd=tmp_path)[0].startswith("pyproject.toml, line 5: max-pages: 0 is out of range")


def test_a_named_file_must_be_there_and_speak_of_delest(tmp_path, write):
    assert told("audit", "--config", "nowhere.toml", cwd=tmp_path)[0].startswith("nowhere.toml cannot be read")
    write("[project]\n", "pyproject.toml")
    assert "has no table [tool.delest]" in told("audit", "--config=pyproject.toml", cwd=tmp_path)[0]
    write("#" * 1_000_001)
    assert told("audit", cwd=tmp_path)[0] == "delest.toml is longer than 1 MB"


def test_files_named_in_a_file_are_seen_from_that_file(tmp_path, write):
    write('urls-file = "lists/pages.txt"\n')
    write("ftp://example.org/\n", "lists/pages.txt")
    (tmp_path / ".git").mkdir()
    (tmp_path / "below").mkdir()
    message, _remedy = told("audit", cwd=tmp_path / "below")
    assert message.startswith(f"{tmp_path}/lists/pages.txt, line 1: not a web address")


def test_the_environment_repeats_an_option_line_by_line(tmp_path):
    env = {"DELEST_ESTIMATE_PAGE_EQUIVALENCE": "car-km\ncar-km\n"}
    answer = delest(*PAGE, cwd=tmp_path, env=env)
    assert len(json.loads(answer.stdout)["equivalences"]) == 2
    message, _remedy = told(*PAGE, cwd=tmp_path, DELEST_ESTIMATE_PAGE_EQUIVALENCE="a b")
    assert "'a b'" in message


def test_the_language_of_the_file_counts_after_the_option_and_the_environment(tmp_path, write):
    write('lang = "fr"\nmax-pages = 0\n')
    assert delest("audit", cwd=tmp_path).stderr.startswith("delest\u202f: delest.toml, ligne 2")
    assert delest("audit", cwd=tmp_path, env={"DELEST_LANG": "en"}).stderr.startswith("delest: delest.toml, line 2")
    assert delest("audit", "--lang", "en", cwd=tmp_path).stderr.startswith("delest: delest.toml, line 2")


def test_the_browser_of_the_environment_wins_over_that_of_the_file(tmp_path, write):
    write('browser = "/nowhere/file"\n')
    answer = delest("doctor", cwd=tmp_path)
    assert answer.returncode == 4
    assert "no browser at /nowhere/file (from --browser) (delest.toml, line 1)" in answer.stderr
    answer = delest("doctor", cwd=tmp_path, env={"DELEST_BROWSER": "/nowhere/env"})
    assert "no browser at /nowhere/env (from DELEST_BROWSER)" in answer.stderr


KIOSK = "[devices.kiosk]\nwidth-px = 1080\nheight-px = 1920\n"


def test_devices_of_the_file_stand_beside_those_of_delest(tmp_path, write):
    write(KIOSK)
    message, _remedy = told("audit", "--device", "watch", cwd=tmp_path)
    assert "'watch' is not one of 'desktop', 'mobile', 'kiosk'." in message
    assert "not a web address" in told("audit", "ftp://", "--device", "kiosk", cwd=tmp_path)[0]


DEVICES = {
    "no size": ("[devices.kiosk]\nwidth-px = 300\n", "line 1: devices.kiosk.height-px must be a whole number from"),
    "too wide": (KIOSK + "width-pxx = 3\n", "line 4: a device has no width-pxx"),
    "ratio": (KIOSK + "pixel-ratio = nan\n", "line 4: devices.kiosk.pixel-ratio must be a number from"),
    "agent": (KIOSK + 'user-agent = "a\\nb"\n', "line 4: devices.kiosk.user-agent must be at most 500"),
    "taken": (KIOSK.replace("kiosk", "mobile"), "line 1: 'mobile' cannot be a device"),
    "no table": ("devices = 3\n", "line 1: devices must be a table for each device"),
}


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_that_is_none_is_named_with_its_line(name, tmp_path, write):
    text, said = DEVICES[name]
    write(text)
    assert said in told("audit", "http://", cwd=tmp_path)[0]


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('urls-file = "list.txt"', ("http://",)),
        ("sample = true", ("--urls-file", "list.txt")),
        ("sample = true", ("http://", "--preset", "rgesn")),
        ("max-loads = 3", ("http://127.0.0.1:9/", "--loads", "10", "--run", "list.txt")),
        ("loads = 5", ("http://127.0.0.1:9/", "--max-loads", "3", "--run", "list.txt")),
        ('[audit]\nviews-per-year = "5"', ("http://", "--traffic", "views.csv", "--traffic-days", "30")),
        ('consent = "refuse"\nconsent-selector = "#no"', ("http://", "--consent", "as-is")),
    ],
)
def test_the_command_line_takes_the_place_of_its_opposite_in_the_file(tmp_path, write, text, arguments):
    write("http://\n", "list.txt")
    write("url,views\n/,5\n", "views.csv")
    write(f"{text}\n")
    message, _ = told("audit", *arguments, cwd=tmp_path)
    assert "not a web address: 'http://'" in message or "no run can be written to list.txt" in message


def test_opposites_are_still_refused_side_by_side(tmp_path, write):
    write("max-loads = 3\nloads = 10\n")
    assert "--max-loads is below --loads" in told("audit", "http://127.0.0.1:9/", cwd=tmp_path)[0]
    both = ("--loads", "10", "--max-loads", "3")
    assert "--max-loads is below --loads" in told("audit", "http://127.0.0.1:9/", *both, cwd=tmp_path)[0]
