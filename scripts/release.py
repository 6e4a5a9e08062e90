"""Builds what is published, and tries it as a user gets it: ``make release``.

1. The wheel and the source archive, in ``dist/``.
2. Their metadata (twine) and their contents: what a user needs is in, tests and benches are not in the wheel.
3. The wheel in a fresh environment, away from the clone: the demo site is audited, among others.
4. ``dist/delest-VERSION.cdx.json``: the bill of materials (CycloneDX) of the wheel with what it needs.

Nothing is signed and nothing is uploaded: a person does that.
``--light`` links the packages of requirements.lock from the environment that runs this instead of installing new ones,
and writes no bill of materials.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

_ROOT: Final = Path(__file__).resolve().parents[1]
_DIST: Final = _ROOT / "dist"
_TOOLS: Final = ("twine>=6,<8", "cyclonedx-bom>=7,<8")
_IN_WHEEL: Final = (
    "delest/py.typed",
    "delest/__init__.pyi",
    "delest/demo/index.html",
    "delest/docs/terms.md",
    "delest/docs/fr/termes.md",
    "delest/report/language/locales/fr/LC_MESSAGES/delest.mo",
    "delest/report/schema/report-1.json",
)
_IN_ARCHIVE: Final = ("LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "pyproject.toml", "fixtures/demo/index.html",
                      "docs/commands.md", "src/delest/__init__.py")  # fmt: skip
_TRIED: Final = (
    ("--version",),
    ("--help",),
    ("factors", "list"),
    ("rules",),
    ("explain", "3"),
    ("explain", "poids de page", "--lang", "fr"),
    ("estimate", "page", "--views", "1000000", "--from", "2 MB", "--to", "500 kB"),
    ("doctor",),
    ("audit", "--max-pages", "1", "--depth", "0", "--quiet", "--run", "run"),
    ("report", "run", "--lang", "fr", "-o", "audit.html", "-o", "audit.csv"),
)


def main() -> int:
    """Build, check, try."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--light", action="store_true", help="take the packages of this environment")
    light = parser.parse_args().light
    with tempfile.TemporaryDirectory(prefix="delest-release-") as folder:
        room = Path(folder)
        tools = environment(room / "tools")
        _pip(tools, *_TOOLS)
        shutil.rmtree(_DIST, ignore_errors=True)
        wheel, archive = build(_DIST, room)
        _say("checking metadata and contents")
        _call(tools, "-m", "twine", "--no-color", "check", "--strict", str(wheel), str(archive))
        if wrong := lacking(wheel, archive):
            sys.exit(wrong)
        fresh = environment(room / "fresh")
        install(fresh, wheel, light=light)
        _try(fresh, room)
        if not light:
            _bill(tools, fresh, wheel)
    for made in sorted(_DIST.iterdir()):
        print(f"{made.relative_to(_ROOT)}  {made.stat().st_size / 1e6:.2f} MB")
    print("Nothing is signed or uploaded: `twine upload dist/*.whl dist/*.tar.gz` does that.")
    return 0


def _say(what: str) -> None:
    print(f"- {what} ...", flush=True)


def outside() -> dict[str, str]:
    """Return the environment without the clone: what is tried is what was built."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def _call(python: Path, *arguments: str) -> None:
    answer = subprocess.run([str(python), *arguments], env=outside(), capture_output=True, text=True, check=False)
    if answer.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {answer.returncode}\n{answer.stdout}{answer.stderr}")


def environment(place: Path) -> Path:
    """Make an environment and return its Python."""
    _say(f"making the environment {place.name}")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    return place / "bin" / "python"


def _pip(python: Path, *arguments: str) -> None:
    if shutil.which("uv"):
        command = ["uv", "pip", "install", "--quiet", "--python", str(python)]
    else:
        # The pip of this environment, so that the new one holds what was asked for alone.
        command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-input",
                   "--no-compile", "--disable-pip-version-check"]  # fmt: skip
    subprocess.run([*command, *arguments], check=True)


def build(place: Path, room: Path) -> tuple[Path, Path]:
    """Build from a copy of what git knows, so that no stray file gets in; return the wheel and the archive.

    The tools are those of this environment: `build` and `hatchling`, pinned in requirements-dev.lock.
    """
    _say("building the source archive, and the wheel from it")
    source = room / "source"
    files = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, capture_output=True, check=True).stdout.split(b"\0")
    for name in filter(None, map(os.fsdecode, files)):
        if (_ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(_ROOT / name, source / name)
    _call(Path(sys.executable), "-m", "build", "--no-isolation", "--outdir", str(place), str(source))
    (wheel,), (archive,) = place.glob("*.whl"), place.glob("*.tar.gz")
    return wheel, archive


def lacking(wheel: Path, archive: Path) -> str:
    """Return what is wrong with the contents of the packages; empty: nothing."""
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [name for name in _IN_WHEEL if name not in names]
    strange = [name for name in names if not name.startswith(("delest/", "delest-"))]
    licences = [name for name in names if name.endswith(("licenses/LICENSE", "licenses/NOTICE"))]
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    missing += [name for name in _IN_ARCHIVE if name not in held]
    if missing or strange or len(licences) != 2:  # noqa: PLR2004 - LICENSE and NOTICE
        return f"missing: {missing}; strange: {strange}; licences: {licences}"
    return ""


def install(fresh: Path, wheel: Path, *, light: bool = False) -> None:
    """Install the wheel with what it needs, at the versions of requirements.lock."""
    _say("installing the wheel")
    if not light:
        _pip(fresh, "--constraint", str(_constraints(fresh.parents[2])), str(wheel))
        return
    _pip(fresh, "--no-deps", str(wheel))
    _link(next(fresh.parents[1].glob("lib/python*/site-packages")))


def _link(site: Path) -> None:
    """Link the packages of requirements.lock, and no others, from the environment that runs this."""
    here = Path(sysconfig.get_path("purelib"))
    needed = [each for each in map(Requirement, _pinned()) if each.marker is None or each.marker.evaluate()]
    for each in needed:
        tops = {file.parts[0] for file in distribution(each.name).files or ()} - {"..", "__pycache__"}
        for top in tops:
            if not (site / top).exists():
                (site / top).symlink_to(here / top)


def _constraints(room: Path) -> Path:
    place = room / "constraints.txt"
    place.write_text("\n".join(_pinned()) + "\n", "utf-8")
    return place


def _pinned() -> list[str]:
    """Return the versions of requirements.lock, without the hashes, which would have to be there for the wheel too."""
    lines = (_ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return [line.removesuffix("\\").strip() for line in lines if line and not line.startswith((" ", "#"))]


def _try(fresh: Path, room: Path) -> None:
    away = room / "away"
    away.mkdir()
    for arguments in _TRIED:
        _say(f"delest {' '.join(arguments)}")
        command = [str(fresh.parent / "delest"), *arguments]
        answer = subprocess.run(
            command, cwd=away, env=outside(), capture_output=True, text=True, check=False, timeout=600
        )
        if answer.returncode or not (answer.stdout or answer.stderr):
            sys.exit(f"ended with {answer.returncode}\n{answer.stdout}{answer.stderr}")
    where = "import delest, delest.library; print(delest.__file__)"
    found = subprocess.run(
        [str(fresh), "-c", where], cwd=away, env=outside(), capture_output=True, text=True, check=True
    )
    if not found.stdout.startswith(str(fresh.parents[1])):
        sys.exit(f"not the wheel was tried, but {found.stdout}")
    pages = json.loads((away / "run" / "report.json").read_text("utf-8"))["pages"]
    if [page["outcome"] for page in pages] != ["ok"] or not (away / "audit.html").stat().st_size:
        sys.exit(f"the demo site was not audited: {pages}")


def _bill(tools: Path, fresh: Path, wheel: Path) -> None:
    _say("writing the bill of materials")
    place = _DIST / f"{'-'.join(wheel.name.split('-')[:2])}.cdx.json"
    _call(
        tools,
        "-m",
        "cyclonedx_py",
        "environment",
        "--output-reproducible",
        "--of",
        "JSON",
        "-o",
        str(place),
        str(fresh),
    )
    parts = {each["name"].lower() for each in json.loads(place.read_text("utf-8"))["components"]}
    wanted = {"delest", "playwright", "httpx", "click", "lxml"}
    if not wanted <= parts:
        sys.exit(f"the bill of materials misses {wanted - parts}")


if __name__ == "__main__":
    sys.exit(main())
