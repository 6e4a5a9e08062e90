from xml.etree import ElementTree as ET

import pytest

from delest.report.language import words
from delest.report.signals.badge import badge

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("language", "said"), [("en", "page view"), ("fr", "page vue")])
def test_it_says_the_weight_the_date_and_leads_to_the_site(small, language, said):
    words.use(language)
    drawn = ET.fromstring(badge(small))
    texts = [each.text for each in drawn.iter(f"{SVG}text")]
    assert texts[0] == said
    assert " · " in texts[1]
    assert "2026" in texts[1]
    assert drawn.find(f"{SVG}a").get("href") == small.header.scope.start_urls[0]
    assert drawn.get("aria-label").startswith("www.example.org")


def test_a_hostile_site_draws_nothing_of_its_own(hostile):
    drawn = ET.fromstring(badge(hostile))
    tags = {each.tag.removeprefix(SVG) for each in drawn.iter()}
    assert tags <= {"svg", "title", "a", "clipPath", "rect", "g", "text"}
