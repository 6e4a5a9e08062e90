import json

import pytest

from delest.errors import InputError
from delest.records.gate.baseline import Baseline, Conditions, PageBaseline, ResourceBaseline
from delest.records.pages.load import Kind
from delest.store.baseline_file import baseline_text, read_baseline

BASELINE = Baseline(
    measured_on="2026-11-29",
    conditions=Conditions(delest="0.1.0", browser="Chromium 156", device="desktop", served="brotli:5,gzip:6"),
    tolerance_bytes=100,
    pages=(
        PageBaseline(
            page="/",
            transferred_bytes=30,
            loads_bytes=((8, 20), (10, 20)),
            requests=2,
            elements=None,
            resources=(
                ResourceBaseline(
                    name="/", kind=Kind.DOCUMENT, first_party=True, transferred_bytes=10, range_bytes=(8, 10)
                ),
                ResourceBaseline(name="/é“\n.*.js", kind=Kind.SCRIPT, first_party=False, transferred_bytes=20, count=2),
            ),
        ),
        PageBaseline(page="/b", transferred_bytes=0, loads_bytes=((0, 0),), requests=0, elements=5),
    ),
    incomplete=("/c", "/d"),
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "delest.lock.json"
    path.write_text(baseline_text(BASELINE), "utf-8")
    return path


def test_a_baseline_reads_as_it_was_written(file):
    assert read_baseline(file) == BASELINE


def test_each_page_and_each_resource_has_a_line(file):
    lines = file.read_text("utf-8").splitlines()
    assert sum(line.startswith(' "/') and ": [" in line for line in lines) == 2
    assert sum(line.startswith('"/') for line in lines) == 2


def edited(file, change):
    tree = json.loads(file.read_text("utf-8"))
    change(tree)
    file.write_text(json.dumps(tree), "utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tree: tree["pages"]["/"].update(bytes=9_999), "edited by hand"),
        (lambda tree: tree["pages"]["/"]["resources"]["/"].__setitem__(0, -1), "expected 0, 1, 2"),
        (lambda tree: tree["pages"]["/"]["resources"]["/"].__setitem__(1, "picture"), "expected document"),
        (lambda tree: tree["pages"]["/"]["resources"]["/"].__setitem__(1, []), "expected document"),
        (lambda tree: tree["pages"]["/"]["resources"]["/"].__setitem__(2, []), "least, most"),
        (lambda tree: tree["pages"]["/"]["resources"]["/"].__setitem__(5, 9), "least <= bytes <= most"),
        (lambda tree: tree["pages"]["/"]["resources"]["/"].pop(), "least, most"),
        (lambda tree: tree["pages"]["/"].pop("loads"), "expected"),
        (lambda tree: tree["pages"]["/"].update(loads=[]), "loads: expected"),
        (lambda tree: tree["pages"]["/"].update(loads=[[10]]), "loads: expected"),
        (lambda tree: tree["pages"]["/"].update(loads=[[99, 20], [98, 20]]), "edited by hand"),
        (lambda tree: tree.update(pages={}), "pages: expected"),
        (lambda tree: tree.update(schema="delest.baseline/2"), "delest.baseline/1"),
        (lambda tree: tree.update(tolerance_share=2), "0 \\.\\.\\. 1"),
        (lambda tree: tree.update(tolerence_share=1), "unknown key"),
        (lambda tree: tree.update(measured_on="yesterday"), "YYYY-MM-DD"),
    ],
)
def test_a_baseline_that_does_not_add_up_is_refused(file, change, said):
    with pytest.raises(InputError, match=said):
        read_baseline(edited(file, change))


@pytest.mark.parametrize("text", ["", "{", "[]", "<<<<<<< HEAD\n{}", '{"schema": 1, "schema": 2}', "[" * 100_000])
def test_what_is_not_a_baseline_is_refused(tmp_path, text):
    path = tmp_path / "b.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"b\.json"):
        read_baseline(path)


def test_a_baseline_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError) as caught:
        read_baseline(tmp_path / "none.json")
    assert "--update-baseline" in str(caught.value.remedy)
