"""Options that contradict one another are refused before anything is loaded."""

import pytest
from click.testing import CliRunner

from delest.cli.commands.measuring import audit
from delest.cli.options.loading.load import jobs_for
from delest.cli.options.pages.url_list import read_urls
from delest.errors import InputError


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--loads", "4", "--max-loads", "3"], "--max-loads"),
        (["--cache", "all", "--insecure"], "--ca FILE"),
        (["--warm-share", "50%"], "--cache all"),
        (["--consent", "compare", "--consent-selector", "#no"], "--consent refuse"),
        (["--login", "a.toml", "--storage-state", "b.json"], "give one of them"),
        (["--http3"], "https://"),
        (["--cache", "all", "--warm-share", "0.6", "--in-visit-share", "0.5"], "at most 1"),
    ],
)
def test_options_that_contradict_one_another_are_refused(tmp_path, options, said):
    asked = ["http://127.0.0.1:9/", *options, "--run", str(tmp_path / "run")]
    found = CliRunner().invoke(audit.command, asked)
    assert found.exit_code != 0
    assert said in str(found.exception.remedy)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("options", "needed"),
    [
        (["--seed", "3"], "--sample, --preset"),
        (["--precision", "3%", "--preset", "rgesn"], "--sample"),
        (["--site", "3"], "--matomo"),
        (["--period", "2026"], "--matomo"),
        (["--traffic-without", "10.0.0.0/8"], "--traffic"),
        (["--traffic-names", "names.csv"], "--traffic, --matomo"),
    ],
)
def test_options_that_would_do_nothing_are_refused(tmp_path, options, needed):
    found = CliRunner().invoke(audit.command, ["http://127.0.0.1:9/", *options, "--run", str(tmp_path / "run")])
    assert isinstance(found.exception, InputError)
    assert str(found.exception) == f"{options[0]} does nothing without {needed}"
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--query", "tydi"], "Did you mean 'tidy'?"),
        (["--max-page", "4"], "'--max-pages'"),
    ],
)
def test_a_name_that_is_nearly_right_gets_the_right_one(options, said):
    found = CliRunner().invoke(audit.command, ["http://127.0.0.1:9/", *options])
    assert found.exit_code == 2
    assert said in found.output


LISTED = ("https://www.example.org/a", "https://www.example.org/b")


@pytest.mark.parametrize(
    "content",
    [
        "{}\n{}\n".format(*LISTED).encode(),
        "# of today\n\n{}\r\n{}".format(*LISTED).encode("utf-8-sig"),
        "{}\r{}\r".format(*LISTED).encode(),
        "{}\tHome, and more\n{}\tb\n".format(*LISTED).encode(),
        "\"{}\"\n'{}'\n<{}>\n".format(*LISTED, LISTED[0]).encode(),
        "{}\r\n{}\r\n".format(*LISTED).encode("utf-16"),
        "{}\n{}\n".format(*LISTED).encode("utf-16-be").join((b"\xfe\xff", b"")),
        "{}\r{}\r".format(*LISTED).encode("utf-16"),
        'URL,Title\n"{}","Home; and more"\r\n"{}";"b"\n'.format(*LISTED).encode(),
        "1\t{}\n2\t{}\tb\n".format(*LISTED).encode(),
        "{},\n\ufeff{};\n\x1a".format(*LISTED).encode(),
        "« {} »\n“{}”\u200b\n".replace(" ", "\u00a0").format(*LISTED).encode(),
    ],
)
def test_lists_are_read_as_tools_write_them(tmp_path, content):
    (tmp_path / "urls.txt").write_bytes(content)
    assert read_urls(str(tmp_path / "urls.txt")) == LISTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"https://a.example/ b\n", "line 1: an address has no spaces"),
        (b"x.example\n/path\n", "line 2: not a web address: '/path'"),
        (b"htp:/a.example\n", "line 1: not a web address: 'htp:/a.example'"),
        ("https://a.example/\n".encode("utf-16-le"), "not a web address"),
        ("https://é.example/\n".encode("latin-1"), "not UTF-8 or UTF-16 text"),
        (b"# nothing\n", "contains no URL"),
        (b"https://a.example/,https://a.example/b\n", "line 1: two addresses in one"),
        (b"https://a.example/\0https://a.example/b\n", "line 1: two addresses in one"),
        (b"https://a.example/xhttps://a.example/b\n", "line 1: two addresses in one"),
    ],
)
def test_what_a_list_cannot_mean_is_refused_with_its_line(tmp_path, content, said):
    (tmp_path / "urls.txt").write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_urls(str(tmp_path / "urls.txt"))
    assert said in str(refused.value)


@pytest.mark.parametrize("language", ["french", "f", "fr;q=1", "*"])
def test_what_is_no_language_is_refused(tmp_path, language):
    asked = ["http://127.0.0.1:9/", "--pages-in", language, "--run", str(tmp_path / "run")]
    found = CliRunner().invoke(audit.command, asked)
    assert "fr or pt-BR" in str(found.exception.remedy)


@pytest.mark.parametrize("other", [["--proxy", "http://127.0.0.1:9"], ["--insecure"]])
def test_http3_passes_no_proxy_and_takes_no_bad_certificate(tmp_path, other):
    asked = ["https://127.0.0.1:9/", "--http3", *other, "--run", str(tmp_path / "run")]
    found = CliRunner().invoke(audit.command, asked)
    assert isinstance(found.exception, InputError)
    assert "--http3" in str(found.exception)


@pytest.mark.parametrize(
    ("processors", "memory_bytes", "jobs"),
    [(1, 16e9, 3), (2, 16e9, 6), (4, 16e9, 12), (64, 256e9, 12), (8, 3.9e9, 3), (2, 5e8, 1), (2, None, 6)],
)
def test_pages_side_by_side_suit_processors_and_memory(processors, memory_bytes, jobs):
    assert jobs_for(processors, memory_bytes and int(memory_bytes)) == jobs


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--runs", "0"], "--runs is now called --loads"),
        (["--page-limit", "9", "--loads", "0"], "--page-limit is now called --page-timeout"),
    ],
)
def test_a_former_name_is_read_and_the_present_one_said(options, said):
    found = CliRunner().invoke(audit.command, ["http://127.0.0.1:9/", *options])
    assert found.exit_code == 2
    assert said in found.output
    assert "0 is out of range" in found.output
