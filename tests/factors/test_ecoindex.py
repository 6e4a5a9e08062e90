from itertools import pairwise
from pathlib import Path

from delest.factors import load
from delest.factors.ecoindex import FILE_NAME, ecoindex

ROOT = Path(__file__).parents[2]


def test_every_quantity_has_twenty_rising_classes():
    quantiles = ecoindex().quantiles
    for bounds in (quantiles.dom, quantiles.requests, quantiles.size_kb):
        assert len(bounds) == 21
        assert bounds[0] == 0
        assert all(low < high for low, high in pairwise(bounds))
    assert ecoindex().size_kb_bytes == 1000


def test_it_is_no_factor_set_and_brings_no_kg():
    assert FILE_NAME in {file.name for file in load.data_files()}
    assert not [name for name in load.available() if "ecoindex" in name]
    assert not {"ges_formula_g", "water_formula_cl"} & set(ecoindex().__struct_fields__)


def test_its_licence_is_told_apart_from_ours():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    part = notice[notice.index(f"\n{FILE_NAME}\n") :]
    assert "https://www.ecoindex.fr" in part
    assert "NOT UNDER THE APACHE LICENSE" in part
    assert "CC BY-NC-ND" in part
