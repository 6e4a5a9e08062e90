import pytest

from delest.crawl.pages.language import in_address, speaks


@pytest.mark.parametrize(
    ("tag", "wanted", "said"),
    [
        ("fr", "fr", True),
        ("FR-ca", "fr", True),
        ("fr_FR", "fr", True),
        ("fr", "fr-CA", False),
        ("fr-CA", "fr-ca", True),
        ("frr", "fr", False),
        ("en", "fr", False),
        ("", "fr", None),
        ("x-default", "fr", None),
        ("français", "fr", None),
        ("<script>", "fr", None),
    ],
)
def test_a_tag_is_within_a_range_or_not_or_says_nothing(tag, wanted, said):
    assert speaks(tag, wanted) is said


@pytest.mark.parametrize(
    ("url", "language"),
    [
        ("https://example.org/fr/page", "fr"),
        ("https://example.org/pt_BR/", "pt-br"),
        ("https://en.example.org/page", "en"),
        ("https://example.org/news/fr/", ""),
        ("https://www.example.org/my/page", ""),
        ("https://example.org/", ""),
        ("https://example.org/french", ""),
    ],
)
def test_an_address_may_name_a_language(url, language):
    assert in_address(url) == language
