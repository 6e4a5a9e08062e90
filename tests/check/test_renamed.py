from delest.check.renamed import renamed
from delest.records.gate.baseline import PageBaseline, ResourceBaseline
from delest.records.pages.load import Kind


def page(path, document_bytes, *files):
    names = [(path, Kind.DOCUMENT, document_bytes), *((each, Kind.IMAGE, 100) for each in files)]
    resources = tuple(
        ResourceBaseline(name=name, kind=kind, first_party=True, transferred_bytes=size) for name, kind, size in names
    )
    total = document_bytes + 100 * len(files)
    return PageBaseline(page=path, transferred_bytes=total, loads_bytes=((total, 0),), requests=3, resources=resources)


def test_a_page_with_the_same_files_under_another_path_is_renamed():
    gone, new = page("/aides", 2_000, "/site.css", "/aides.png"), page("/nos-aides", 2_040, "/site.css", "/aides.png")
    assert renamed([gone], [new]) == (("/aides", "/nos-aides"),)


def test_a_page_with_other_files_or_another_document_is_another_page():
    gone = page("/aides", 2_000, "/site.css", "/aides.png")
    assert renamed([gone], [page("/contact", 2_000, "/site.css")]) == ()
    assert renamed([gone], [page("/contact", 3_000, "/site.css", "/aides.png")]) == ()


def test_pages_that_could_each_be_the_other_are_not_paired():
    gone = [page("/a", 2_000, "/site.css"), page("/b", 2_010, "/site.css"), page("/c", 9_000, "/site.css")]
    new = [page("/d", 2_005, "/site.css"), page("/e", 9_100, "/site.css")]
    assert renamed(gone, new) == (("/c", "/e"),)


def test_a_site_of_which_thousands_of_alike_pages_moved_is_compared():
    gone = [page(f"/old/{n}", 2_000, "/site.css") for n in range(3_000)]
    new = [page(f"/new/{n}", 2_010, "/site.css") for n in range(3_000)]
    lone = page("/old/lone", 9_000, "/site.css"), page("/new/lone", 8_900, "/site.css")
    assert renamed([*gone, lone[0]], [*new, lone[1]]) == (("/old/lone", "/new/lone"),)


def test_pages_without_a_document_of_their_own_are_not_paired():
    assert renamed([page("/a", 0)], [page("/b", 0)]) == ()
