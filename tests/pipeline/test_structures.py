"""What a sample says of pages that are built alike."""

from delest.pipeline.sampling.structures import STRUCTURES_LISTED, by_structure
from delest.records.runs.sample import Sample, SampledTemplate
from delest.units import exactly

SITE = "https://www.example.org"


def sample(**pages):
    """Return a sample in which each template has as many measured pages, called ``template/0`` and so on."""
    stratum_of = {f"{SITE}/{name}/{n}": name for name, many in pages.items() for n in range(many)}
    templates = tuple(
        SampledTemplate(template=name, known_pages=9, measured_pages=many) for name, many in pages.items()
    )
    return Sample(
        seed=1, known_pages=99, measured_pages=len(stratum_of), templates=templates, mean_bytes=exactly(1.0),
        precision_asked=0.05, precision_reached=0.0, stopped="whole", stands_for={}, stratum_of=stratum_of,
    )  # fmt: skip


def built(divided):
    return {
        each.template: (each.structures, [(b.structure, b.measured_pages, b.mean_bytes) for b in each.by_structure])
        for each in divided.templates
    }


def test_two_structures_below_one_shape_are_two_and_one_structure_below_two_shapes_is_one():
    made = sample(news=4, help=1, other=2)
    structures = {url: "list" if url.endswith("/0") else "article" for url in made.stratum_of}
    sizes = {url: 1000.0 * (1 + int(url[-1])) for url in made.stratum_of}
    divided = by_structure(made, structures, sizes)
    assert built(divided) == {
        "news": (2, [("A", 3, 3000), ("B", 1, 1000)]),
        "help": (1, [("B", 1, 1000)]),
        "other": (2, [("A", 1, 2000), ("B", 1, 1000)]),
    }
    assert divided.structure_of[f"{SITE}/help/0"] == divided.structure_of[f"{SITE}/news/0"] == "B"
    assert divided.mean_bytes == made.mean_bytes
    assert [each.known_pages for each in divided.templates] == [9, 9, 9]


def test_pages_of_no_known_structure_are_in_no_part():
    made = sample(news=2)
    divided = by_structure(made, {f"{SITE}/news/1": "x", f"{SITE}/elsewhere": "y"}, dict.fromkeys(made.stratum_of, 5.0))
    assert built(divided) == {"news": (1, [("A", 1, 5)])}
    assert divided.structure_of == {f"{SITE}/news/1": "A"}
    assert built(by_structure(made, {}, {})) == {"news": (0, [])}


def test_many_structures_have_letters_and_the_most_common_ones_are_listed():
    made = sample(news=60)
    structures = {url: f"{at:02}" for at, url in enumerate(made.stratum_of)}
    divided = by_structure(made, structures, dict.fromkeys(made.stratum_of, 5.0))
    (only,) = divided.templates
    assert (only.structures, len(only.by_structure)) == (60, STRUCTURES_LISTED)
    assert len(set(divided.structure_of.values())) == 60
    assert [divided.structure_of[f"{SITE}/news/{n}"] for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
