import io
import os
import subprocess
import sys
import tarfile

import brotli
import pytest

from delest.errors import ExitCode, NoBrowserError
from delest.measure.browser import fetch as fetching


def tar(members, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as bag:
        for name, body in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            bag.addfile(member, io.BytesIO(body))
    return buffer.getvalue()


def package(libraries):
    """A package of the same make as the real one, with a shell script for a browser."""
    parts = {
        "chromium": b'#!/bin/sh\necho "Chromium 1.2.3 $LD_LIBRARY_PATH $1"\n',
        "al2023.tar": tar(libraries),
        "swiftshader.tar": tar({"libvk_swiftshader.so": b"gl"}),
        "fonts.tar": tar({"fonts/Open/Open-Regular.ttf": b"glyphs"}),
    }
    return tar({f"package/bin/{name}.br": brotli.compress(body) for name, body in parts.items()}, "w:gz")


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "delest"


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """No program to install with, and nobody who answers Playwright's downloads."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    return programs


def test_an_unpacked_package_starts_with_the_libraries_that_came_with_it(tmp_path, cache):
    bag = tmp_path / "package.tgz"
    bag.write_bytes(package({"lib/libnss3.so": b"nss"}))
    assert fetching.fetched_browser() is None
    start = fetching._unpack_shell(bag)
    assert fetching.fetched_browser() == start
    printed = subprocess.run([start, "--version"], capture_output=True, text=True, check=True).stdout
    assert printed.startswith(f"Chromium 1.2.3 {start.parent}/lib")
    assert printed.endswith("--version\n")
    assert (start.parent / "fonts" / "Open-Regular.ttf").read_bytes() == b"glyphs"
    assert [folder.name for folder in cache.iterdir()] == [start.parent.name]


def test_a_package_that_is_cut_short_leaves_nothing_behind(tmp_path, cache):
    bag = tmp_path / "package.tgz"
    bag.write_bytes(tar({"package/bin/chromium.br": brotli.compress(b"browser")}, "w:gz"))
    with pytest.raises(KeyError):
        fetching._unpack_shell(bag)
    assert fetching.fetched_browser() is None
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("cache")
def test_no_path_of_an_archive_is_followed(tmp_path):
    bag = tmp_path / "package.tgz"
    bag.write_bytes(package({"../../../outside.so": b"x", "/absolute.so": b"y"}))
    libraries = fetching._unpack_shell(bag).parent / "lib"
    assert {file.name for file in libraries.iterdir()} == {"outside.so", "absolute.so"}


@pytest.mark.usefixtures("cache")
@pytest.mark.skipif(sys.platform != "linux", reason="the package holds a Linux program")
def test_a_package_with_other_bytes_is_thrown_away(bare_machine, tmp_path):
    (tmp_path / "other.tgz").write_bytes(package({}))
    npm = bare_machine / "npm"
    npm.write_text(f'#!/bin/sh\nfor folder; do :; done\n/bin/cp "{tmp_path}/other.tgz" "$folder"\n')
    npm.chmod(0o755)
    said = []
    assert fetching._from_npm(said.append) is None
    assert "thrown away" in said[-1]
    assert fetching.fetched_browser() is None


@pytest.mark.usefixtures("cache", "bare_machine")
def test_where_no_way_works_the_error_names_the_command_to_type():
    said = []
    with pytest.raises(NoBrowserError) as caught:
        fetching.fetch_browser(said.append)
    assert caught.value.exit_code == ExitCode.NO_BROWSER
    assert "playwright install chromium" in str(caught.value.remedy)
    assert [sentence for sentence in said if "Playwright" in sentence]


def test_debian_users_are_told_to_use_apt(bare_machine):
    (bare_machine / "apt-get").write_text("#!/bin/sh\nexit 100\n")
    (bare_machine / "apt-get").chmod(0o755)
    assert "apt-get install -y --no-install-recommends chromium" in fetching._command()


def test_a_browser_that_cannot_run_here_is_not_taken(tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n")
    broken.chmod(0o755)
    assert not fetching._starts(broken)
    assert not fetching._starts(tmp_path / "absent")


def test_a_command_that_hangs_is_given_up():
    assert fetching._run([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.2) is None


def test_variables_reach_the_command_beside_the_environment():
    ask = "import os; print(os.environ['DELEST_TEST'], os.environ['PATH'])"
    assert fetching._run([sys.executable, "-c", ask], DELEST_TEST="yes") == f"yes {os.environ['PATH']}\n"
