"""What the process says and answers when it is not asked for a measurement, or is asked for something it cannot do."""

import re
import subprocess

import pytest

from delest import __version__
from tests.command import command, delest, environment

URL = "https://www.example.org/"


def test_help_and_version_answer_0_on_stdout():
    for asked in ("--help", "-h", "--version"):
        answer = delest(asked)
        assert (answer.returncode, answer.stderr) == (0, ""), asked
        assert answer.stdout
    assert re.findall(r"^  (\d+) ", delest("--help").stdout, re.MULTILINE) == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "130",
    ]


def test_version_names_the_browser_and_the_factor_sets(tmp_path):
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho 'Some Browser 157.1'\n", "utf-8")
    browser.chmod(0o755)
    first, second, *sets = delest("--version", env={"DELEST_BROWSER": str(browser)}).stdout.splitlines()
    assert first == f"delest {__version__}"
    assert second == f"browser      Some Browser 157.1 ({browser})"
    assert "ademe-fr-2026 2.2.0" in " ".join(sets)
    answer = delest("--version", "--lang", "fr", env={"DELEST_BROWSER": str(tmp_path / "none")})
    assert answer.returncode == 0
    assert f"navigateur   pas de navigateur à {tmp_path / 'none'}" in answer.stdout


@pytest.mark.parametrize("path", [(), ("estimate",), ("factors",)])
def test_no_command_shows_help_where_errors_go(path):
    answer = delest(*path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Usage: delest")


WRONG = {
    "malformed URL": (("audit", "ftp://example.org/"), "not a web address: 'ftp://example.org/'"),
    "malformed URL of a check": (("check", "http://", "--max-page-weight", "1MB"), "not a web address: 'http://'"),
    "empty URL": (("audit", ""), "no URL to load"),
    "no URL": (("check", "--max-page-weight", "1MB"), "nothing to check"),
    "two URLs": (("audit", URL, URL), f"Got unexpected extra argument ({URL})"),
    "unknown option": (("audit", "--max-page", "3"), "No such option '--max-page'."),
    "option without value": (("audit", "--max-pages"), "Option '--max-pages' requires an argument."),
    "not a number": (("audit", URL, "--max-pages", "ten"), "'ten' is not a valid whole number."),
    "no number at all": (("audit", URL, "--stay", "nan"), "'nan' is not a valid number."),
    "out of range": (("audit", URL, "--max-pages", "0"), "0 is out of range: expected at least 1"),
    "unknown device": (("audit", URL, "--device", "watch"), "'watch' is not one of 'desktop', 'mobile'."),
    "unknown language": (("audit", "--lang", "de"), "'de' is not one of 'en', 'fr'."),
    "unknown command": (("aduit",), "No such command 'aduit'."),
    "unknown format": (("audit", URL, "--format", "xml"), "no report format is called 'xml'"),
    "unknown suffix": (("audit", URL, "-o", "a.docx"), "no report format is written to a file ending in '.docx'"),
    "missing directory": (("audit", URL, "-o", "/nowhere/a.html"), "there is no directory /nowhere"),
    "missing run": (("report", "/nowhere"), "no run in /nowhere"),
    "missing run to examine": (("advise", "nowhere"), "no run in nowhere"),
    "no run below": (("history", "."), ". contains no audit with a measured page"),
    "missing folder": (("check", "./dist", "--max-page-weight", "1MB"), "there is no file or folder ./dist"),
    "missing pace": (("audit", URL, "--shared-pace", "/nowhere"), "--shared-pace: there is no file /nowhere"),
    "missing recording": (("weigh", "none.har"), "none.har cannot be read: No such file or directory"),
    "run without name": (("report",), "Missing argument 'RUN'."),
    "overlong name": (("report", "x" * 300), "x" * 300 + ": File name too long"),
    "no budget": (("check", URL), "no limit to check the pages against"),
    "not a size": (("check", URL, "--max-page-weight", "heavy"), "not a size: 'heavy'"),
    "not a target": (("audit", URL, "--to", "lighter"), "not a size: 'lighter'"),
    "unknown country": (("audit", URL, "--country", "ZZZ"), "no electricity value is known for 'ZZZ'"),
    "missing list": (("audit", "--urls-file", "/nowhere"), "/nowhere cannot be read: No such file or directory"),
    "targets and list": (("check", URL, f"{URL}a", "--urls-file", "x", "--max-page-weight", "1MB"), "and --urls-file"),
    "empty target": (("check", URL, "", "--max-page-weight", "1MB"), "not a web address: ''"),
    "remark as target": (("check", URL, "#b", "--max-page-weight", "1MB"), "there is no file or folder #b"),
    "URL and list": (("audit", URL, "--urls-file", "-"), "both a URL and --urls-file"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_one_line_and_what_to_do_on_stderr(name, tmp_path):
    arguments, said = WRONG[name]
    answer = delest(*arguments, cwd=tmp_path, input="")
    assert (answer.returncode, answer.stdout) == (2, ""), answer.stderr
    message, remedy = answer.stderr.splitlines()
    assert message.startswith("delest: ")
    assert said in message
    assert remedy.startswith("  what to do: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"https://a.example/\n# comment\n\nftp://example.org/\n",
            "{file}, line 4: not a web address: 'ftp://example.org/'",
        ),
        (b"\xef\xbb\xbfhttps://a.example/\r\nno host:x\r\n", "{file}, line 2: an address has no spaces: 'no host:x'"),
        (b"\x1b[31m\x1b]0;x\x07 y\n", "{file}, line 1: an address has no spaces: '�[31m�]0;x� y'"),
        (b"https://a:secret@a.example/", "{file}, line 1: the address contains a user name or a password"),
        (b"# nothing\n", "{file} contains no URL"),
        (b"\xff\xfeh\0t\0t\0p\0:\0/\0/\0\n\0", "{file}, line 1: not a web address: 'http://'"),
        (b"\xff\xfehttps://a.example", "{file} is not UTF-8 or UTF-16 text"),
        (b"\x80https://a.example/", "{file} is not UTF-8 or UTF-16 text"),
        (b"\xff\xfehttps://a.example/", "{file} is not UTF-8 or UTF-16 text"),
    ],
)
def test_a_list_of_urls_names_its_file_and_line(tmp_path, content, said):
    file = tmp_path / "urls.txt"
    file.write_bytes(content)
    told = {}
    for name, shown, given in ((file, file, b""), ("-", "stdin", content)):
        answer = delest("check", "--max-page-weight", "1MB", "--urls-file", name, input=given, text=False)
        assert (answer.returncode, answer.stdout) == (2, b"")
        told[shown] = answer.stderr.decode()
        assert told[shown].startswith(f"delest: {said.format(file=shown)}\n  what to do: ")


def test_hints_name_the_command_whose_help_to_read():
    for arguments in (("audit", "--max-pages"), ("audit", "--nope"), ("audit", "a", "b")):
        assert "see `delest audit --help`" in delest(*arguments).stderr
    assert "see `delest estimate page --help`" in delest("estimate", "page", "--views", "x").stderr
    assert "see `delest --help`" in delest("--nope").stderr


@pytest.mark.parametrize("asked", [("--lang", "fr"), ("--lang=fr",), ("env",)])
def test_french_is_spoken_throughout(asked):
    environ = {"LC_ALL": "fr_FR.UTF-8"} if asked == ("env",) else {}
    language = () if asked == ("env",) else asked
    for arguments in (("audit", "--nope"), ("audit", "http://"), ("audit", URL, "--max-pages", "x"), ("report",)):
        answer = delest(*arguments, *language, env=environ)
        assert answer.returncode == 2
        message, remedy = answer.stderr.splitlines()
        assert message.startswith("delest\u202f: ")
        assert remedy.startswith("  que faire\u202f: ")
        for english in ("No such", "Invalid", "valid whole", "Missing", "not a web"):
            assert english not in message


def test_the_option_wins_over_the_environment():
    assert "Usage: delest" in delest("--lang", "en", "--help", env={"DELEST_LANG": "fr"}).stdout
    assert "Usage: delest" in delest("--help", env={"DELEST_LANG": "en", "LC_ALL": "fr_FR.UTF-8"}).stdout
    assert "Utilisation" in delest("--help", env={"DELEST_LANG": "fr"}).stdout


def test_output_in_a_pipe_has_no_escape_code():
    for arguments in (("--help",), ("audit", "--nope"), ("factors", "list")):
        for env in ({}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}):
            answer = delest(*arguments, env=env)
            assert "\x1b" not in answer.stdout + answer.stderr


def read_one_line(*arguments):
    """Run a command whose reader goes away after one line; return the line, the exit code and stderr."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command(*arguments), env=environment(), **pipes) as process:
        line = process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        return line.decode().rstrip(), process.wait(timeout=120), errors.decode()


def test_a_reader_that_goes_away_is_no_error():
    line, code, errors = read_one_line("factors", "show", "ademe-fr-2026")
    assert line.startswith("ademe-fr-2026 ")
    assert (code, errors) == (0, "")


def test_a_full_disk_behind_stdout_is_said_and_is_no_budget_breach():
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device, no file
        asked = {"stdout": full, "stderr": subprocess.PIPE, "text": True}
        answer = subprocess.run(command("factors", "list"), env=environment(), check=False, timeout=120, **asked)
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[0] == "delest: No space left on device"
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_no_encoding_of_the_terminal_makes_it_fail(encoding):
    answer = delest("--help", "--lang", "fr", env={"PYTHONIOENCODING": encoding, "LC_ALL": "C"}, text=False)
    assert (answer.returncode, answer.stderr) == (0, b"")
    text = answer.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    assert "que transfèrent les pages" in text
    wrong = delest("audit", "ftp://\u202f\u4e2d\u2026é", env={"PYTHONIOENCODING": encoding}, text=False)
    assert wrong.returncode == 2
    assert wrong.stderr.startswith(b"delest: not a web address")
    if encoding == "latin-1":
        assert wrong.stderr.splitlines()[0] == "delest: not a web address: 'ftp://\\u202f?...é'".encode(encoding)
