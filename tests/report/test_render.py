import pytest

from delest.errors import InputError
from delest.report.render import format_for, render


@pytest.mark.parametrize(
    ("suffix", "name"),
    [(".html", "html"), ("out/report.HTM", "html"), ("a.json", "json"), (".txt", "text"), ("pages.v2.csv", "csv")],
)
def test_a_suffix_asks_for_a_format(suffix, name):
    assert format_for(suffix) == name


@pytest.mark.parametrize("suffix", [".pdf", "report", ".", ""])
def test_an_unknown_suffix_names_the_known_ones(suffix):
    with pytest.raises(InputError) as caught:
        format_for(suffix)
    assert ".csv, .htm, .html, .json, .txt" in caught.value.remedy.format(**caught.value.values)


def test_an_unknown_format_is_an_input_error(small):
    with pytest.raises(InputError):
        render(small, "pdf")
