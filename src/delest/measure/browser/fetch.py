"""A Chromium for a machine that has none: Playwright's, Debian's, or the headless shell that an npm package carries."""

import base64
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import brotli

from delest.errors import N_, NoBrowserError

Say = Callable[[str], None]

_SHELL: Final = "@sparticuz/chromium@153.0.0"
_SHELL_SHA512: Final = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
_SHELL_START: Final = """#!/bin/sh
# Starts the browser beside this file with the libraries and fonts that came with it, for machines that lack them.
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
_FONTS: Final = """<?xml version="1.0"?>
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""
_ASK_PLAYWRIGHT: Final = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

_DOWNLOAD_S: Final = 900
_ANSWER_S: Final = 30


def fetch_browser(say: Say) -> Path:
    """Install a Chromium for this user, by the first way that works here, and return its path.

    Args:
        say: told in one sentence (English, translatable) what is about to happen, for every way that is tried.

    Raises:
        NoBrowserError: no way worked; names the command to type.
    """
    for way in (_from_playwright, _from_debian, _from_npm):
        browser = way(say)
        if browser is not None and _starts(browser):
            return browser
    raise NoBrowserError(
        N_("no Chromium on this machine, and none could be installed"),
        remedy=N_("install one with: {command}\nor name one that you have: --browser PATH, or DELEST_BROWSER=PATH"),
        command=_command(),
    )


def fetched_browser() -> Path | None:
    """Return the headless shell that an earlier ``fetch_browser`` unpacked for this user, if there is one."""
    start = _shell_folder() / "headless-shell"
    return start if start.is_file() else None


def playwrights_browser() -> Path | None:
    """Return the Chromium that Playwright keeps for itself, if it is installed."""
    # Asked in a process of its own, so that callers may be inside an event loop or not.
    printed = _run([sys.executable, "-P", "-c", _ASK_PLAYWRIGHT], seconds=_ANSWER_S)
    browser = Path(printed.strip()) if printed else None
    return browser if browser is not None and browser.is_file() else None


def _command() -> str:
    if shutil.which("apt-get"):
        return "sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium"
    return f"{sys.executable} -m playwright install chromium"


def _starts(browser: Path) -> bool:
    """Tell whether the browser runs here at all: a download may lack the system libraries that it needs."""
    return _run([str(browser), "--version"], seconds=_ANSWER_S) is not None


def _run(command: list[str], *, seconds: float = _DOWNLOAD_S, **variables: str) -> str | None:
    """Return what ``command`` printed, None if it is missing, fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, no shell, nothing from a page
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=seconds,
            env=os.environ | variables,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def _from_playwright(say: Say) -> Path | None:
    say(N_("No browser found. Downloading Chromium with Playwright (about 170 MB) ..."))
    if _run([sys.executable, "-P", "-m", "playwright", "install", "--no-shell", "chromium"]) is None:
        return None
    return playwrights_browser()


def _from_debian(say: Say) -> Path | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    say(N_("Installing Debian's chromium package with apt-get (about 100 MB) ..."))
    if _run([apt, "update"]) is None:
        return None
    if _run([apt, "install", "-y", "--no-install-recommends", "chromium"], DEBIAN_FRONTEND="noninteractive") is None:
        return None
    browser = shutil.which("chromium")
    return Path(browser) if browser else None


def _from_npm(say: Say) -> Path | None:
    npm = shutil.which("npm")
    if npm is None or (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return None
    say(N_("Downloading a headless Chromium from the npm registry (about 70 MB) ..."))
    with tempfile.TemporaryDirectory(prefix="delest-") as folder:
        pack = [npm, "pack", _SHELL, "--ignore-scripts", "--silent", "--pack-destination", folder]
        if _run(pack) is None:
            return None
        bags = list(Path(folder).glob("*.tgz"))
        if len(bags) != 1 or not _is_genuine(bags[0]):
            say(N_("What the npm registry sent is not the package that delest knows: thrown away."))
            return None
        return _unpack_shell(bags[0])


def _is_genuine(bag: Path) -> bool:
    with bag.open("rb") as file:
        return hashlib.file_digest(file, "sha512").digest() == base64.b64decode(_SHELL_SHA512)


def _shell_folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "delest" / _SHELL.rpartition("/")[2].replace("@", "-")


def _unpack_shell(bag: Path) -> Path:
    """Unpack the package's parts into the user's cache; the folder appears whole or not at all."""
    folder = _shell_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="unpacking-") as work:
        made = Path(work) / "made"
        (made / "lib").mkdir(parents=True)
        with tarfile.open(bag) as package:
            part = "package/bin/{}.br".format
            (made / "chromium").write_bytes(_member(package, part("chromium")))
            _unpack_files(_member(package, part("al2023.tar")), made / "lib")
            _unpack_files(_member(package, part("swiftshader.tar")), made)
            _unpack_files(_member(package, part("fonts.tar")), made / "fonts")
        (made / "fonts.conf").write_text(_FONTS, encoding="utf-8")
        (made / "headless-shell").write_text(_SHELL_START, encoding="utf-8")
        for program in ("chromium", "headless-shell"):
            (made / program).chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return folder / "headless-shell"


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(name)
    return bytes(brotli.decompress(file.read())) if file else b""


def _unpack_files(tar: bytes, folder: Path) -> None:
    """Write the regular files of ``tar`` into ``folder`` by their last name: no path of the archive is followed."""
    folder.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(tar)) as bag:
        for member in bag:
            file = bag.extractfile(member) if member.isfile() else None
            if file is not None:
                (folder / Path(member.name).name).write_bytes(file.read())
