"""What is drawn of single requests: the waterfall of a page, and the matrix of pages and resources."""

import re

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from delest.records.pages.load import Kind
from delest.records.pages.weight import Request
from delest.report.language import words
from tests.rendered import render


def request(url, size, start, end):
    return Request(url=url, kind=Kind.IMAGE, first_party=True, transferred_bytes=size, start_ms=start, end_ms=end)


@pytest.fixture
def timed(small):
    """The small report, its pages with requests: the site's heaviest resource on all, and one light file each."""
    shared = small.site.heaviest_resources[0].url
    weights = tuple(
        replace(
            page,
            requests=(
                request(page.url, 1_000, 0.0, 40.0),
                request(shared, round(page.cold.transferred_bytes.median / 2), 100.0, 400.0),
            ),
        )
        for page in small.weights
    )
    return replace(small, weights=weights)


@pytest.mark.parametrize(("language", "said"), [("en", "in the order in which it asks"), ("fr", "dans l’ordre où")])
def test_each_request_is_drawn_when_it_came(timed, language, said):
    words.use(language)
    card = BeautifulSoup(render(timed, "html"), "lxml").find(id="page-1")
    assert said in card.caption.text
    drawn = [row.find("rect") for row in card.find("table").tbody.find_all("tr")]
    assert [(rect["x"], rect["width"]) for rect in drawn] == [("0.0", "10.0"), ("25.0", "75.0")]
    assert re.search(r"100.ms", card.text)


def test_formats_that_cannot_draw_name_the_start(timed):
    assert "100 ms" in render(timed, "text")
    assert "100\u00a0ms" in render(timed, "markdown")


def test_the_matrix_has_the_share_of_each_page(timed, small):
    soup = BeautifulSoup(render(timed, "html"), "lxml")
    [matrix] = [each for each in soup.find_all("table") if each.caption.text == "Share of each page, in percent"]
    assert [head.text for head in matrix.thead.find_all("th")][2:] == ["1", "2", "3", "4"]
    first = matrix.tbody.find("tr")
    assert [cell.text for cell in first.find_all("td")[1:]] == ["50"] * 4
    assert first.find("a")["href"] == "#resource-1"
    assert "Share of each page" not in render(small, "html")
