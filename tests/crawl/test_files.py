import pytest

from delest.crawl.files import family, is_document, is_file

HOME = "https://example.org/"


@pytest.mark.parametrize(
    ("path", "file", "document"),
    [
        ("rapport.pdf", True, True),
        ("RAPPORT.PDF?v=2", True, True),
        ("a/film.mp4", True, True),
        ("a/guide.zip/", True, True),
        ("style.css", True, False),
        ("feed.xml", True, False),
        ("page.html", False, False),
        ("a.pdf/read", False, False),
        ("index.php?file=a.pdf", False, False),
        ("pdf", False, False),
        ("", False, False),
    ],
)
def test_a_file_is_told_by_the_ending_of_its_name(path, file, document):
    assert (is_file(HOME + path), is_document(HOME + path)) == (file, document)


def test_a_host_is_no_name_of_a_file():
    assert not is_file("https://example.zip/")
    assert not is_file("https://example.zip")


@pytest.mark.parametrize(
    ("path", "mime_type", "sort"),
    [
        ("plan.odt", "application/octet-stream", "text"),
        ("export", "application/pdf", "text"),
        ("export", "video/mp4", "video"),
        ("export", "application/x-unheard-of", "other"),
        ("photo.jpeg", "", "image"),
    ],
)
def test_what_sort_of_file_it_is(path, mime_type, sort):
    assert family(HOME + path, mime_type) == sort
