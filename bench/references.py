"""Holds the conversion against the real reference packages, run by Node on calls drawn at random.

``python bench/references.py`` installs them from the npm registry into a folder that is removed afterwards, draws calls
from a seed, and fails when any answer differs by more than one in a thousand million.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from bench.co2js import Options, per_byte, per_visit
from delest.factors.load import released

_PACKAGE: Final = "@tgwf/co2@0.19.0"
_TOLERANCE: Final = 1e-9
_COUNTRIES: Final = ("FRA", "DEU", "POL", "SWE", "USA", "IND")
_MODELS: Final = {
    "onebyte": {"model": "1byte"},
    "swd-v3": {"model": "swd", "version": 3},
    "swd-v4": {"model": "swd", "version": 4},
}
_ANSWER_IN_NODE: Final = """
import { co2 } from "@tgwf/co2";
import { readFileSync } from "node:fs";
const calls = JSON.parse(readFileSync(0, "utf8"));
const answers = calls.map(({ made, method, bytes, green, options }) => {
  const answer = new co2(made)[method](bytes, green, options);
  return typeof answer === "number" ? answer : answer.co2;
});
console.log(JSON.stringify(answers));
"""


def drawn(chance: random.Random) -> dict[str, Any]:
    """Return one call of the package, as Node is told it; ``model`` is ours alone."""
    model = chance.choice(list(_MODELS))
    visit = model != "onebyte" and chance.choice((True, False))
    traced = model != "onebyte" and chance.choice((True, False))
    options: dict[str, Any] = {}
    if traced:
        for segment in ("device", "dataCenter", "network"):
            if chance.choice((True, False)):
                country = chance.choice((True, False))
                given = {"country": chance.choice(_COUNTRIES)} if country else round(chance.uniform(1, 900), 3)
                options.setdefault("gridIntensity", {})[segment] = given
    if traced and visit:
        first = round(chance.random(), 3)
        options |= {"firstVisitPercentage": first, "returnVisitPercentage": 1 - first}
        options["dataReloadRatio"] = round(chance.random(), 3)
    return {
        "model": model,
        "made": _MODELS[model],
        "method": ("perVisit" if visit else "perByte") + ("Trace" if traced else ""),
        "bytes": int(10 ** chance.uniform(0, 12)),
        "green": chance.choice((True, False)),
        "options": options if traced else None,
    }


def theirs(calls: list[dict[str, Any]]) -> list[float]:
    """Return the package's own answers, in grams of CO2e."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        sys.exit("node and npm are needed, and are not there")
    with tempfile.TemporaryDirectory(prefix="delest-references-") as folder:
        install = [
            npm,
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            folder,
            _PACKAGE,
        ]
        subprocess.run(install, check=True, capture_output=True)
        script = Path(folder, "answer.mjs")
        script.write_text(_ANSWER_IN_NODE, "utf-8")
        told = subprocess.run([node, script], input=json.dumps(calls), capture_output=True, text=True, check=True)
    answers: list[float] = json.loads(told.stdout)
    return answers


def ours(call: dict[str, Any]) -> float:
    """Return delest's answer to the same call, in grams of CO2e."""
    given = call["options"] or {}
    intensities = given.get("gridIntensity", {})
    options = Options(
        grid_intensity={key: each["country"] if isinstance(each, dict) else each for key, each in intensities.items()},
        data_reload_ratio=given.get("dataReloadRatio"),
        first_visit_percentage=given.get("firstVisitPercentage"),
        return_visit_percentage=given.get("returnVisitPercentage"),
    )
    answer = per_visit if call["method"].startswith("perVisit") else per_byte
    return answer(released(), call["model"], call["bytes"], green=call["green"], options=options).total_g


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    calls = [drawn(chance) for _ in range(asked.calls)]
    differing = [
        (call, mine, other)
        for call, mine, other in zip(calls, map(ours, calls), theirs(calls), strict=True)
        if abs(mine - other) > _TOLERANCE * abs(other)
    ]
    for call, mine, other in differing[:10]:
        print(f"{call}\n  delest {mine!r}, the package {other!r}")
    print(f"{_PACKAGE}: {len(calls) - len(differing)} of {len(calls)} answers are the same within {_TOLERANCE:g}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
