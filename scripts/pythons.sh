#!/usr/bin/env bash
# Runs the tests that need no browser with each Python that delest supports, in a fresh environment: `make pythons`.
# Arguments go to pytest. A version that is neither on the PATH nor below ~/.pyenv is skipped, and named.
set -euo pipefail
cd "$(dirname "$0")/.."
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

# The first Python of a version that starts: a shim of pyenv may be there for one that is not chosen.
find_python() {
    for found in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python; do
        if "$found" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$found"
            return
        fi
    done
}

failed=() skipped=() passed=()
for version in 3.11 3.12 3.13 3.14; do
    python=$(find_python "$version")
    if [ -z "$python" ]; then
        echo "Python $version: not found, skipped"
        skipped+=("$version")
        continue
    fi
    echo "Python $version: $python"
    "$python" -m venv "$room/$version"
    "$room/$version/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
    if PYTHONPATH=src:. "$room/$version/bin/python" -m pytest -q -m "not browser" -p no:cacheprovider "$@"; then
        passed+=("$version")
    else
        failed+=("$version")
    fi
    rm -rf "${room:?}/$version"
done
echo "passed: ${passed[*]:-none}; failed: ${failed[*]:-none}; skipped: ${skipped[*]:-none}"
[ ${#failed[@]} = 0 ] && [ ${#passed[@]} != 0 ]
