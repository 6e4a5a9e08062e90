from delest.crawl.documents import known as room
from delest.crawl.documents.known import DocumentScope, linked_documents
from delest.records.runs.audit import Step
from delest.records.runs.scope import Scope

SITE = "https://www.example.org/"
SCOPE = Scope(start_urls=(SITE,))


def step(path, *documents, depth=1, final_url=None, links=()):
    url = SITE + path
    at = tuple(each if "//" in each else SITE + each for each in documents)
    to = tuple(SITE + link for link in links)
    return Step(url=url, depth=depth, final_url=final_url or url, documents=at, links=to)


def found(*steps, scope=SCOPE):
    return [
        (each.url.removeprefix(SITE), each.pages)
        for each in linked_documents(lambda: iter(steps), DocumentScope(scope))
    ]


def test_documents_that_most_pages_link_to_come_first():
    steps = step("", "a.pdf", "b.pdf", depth=0), step("x", "b.pdf", "c.pdf"), step("y", "b.pdf", "c.pdf")
    assert found(*steps) == [("b.pdf", 3), ("c.pdf", 2), ("a.pdf", 1)]


def test_the_first_pages_are_named(monkeypatch):
    monkeypatch.setattr(room, "LINKED_FROM_LIMIT", 2)
    (only,) = linked_documents(lambda: [step(page, "a.pdf") for page in "xyz"], DocumentScope(SCOPE))
    assert (only.pages, only.linked_from) == (3, [SITE + "x", SITE + "y"])


def test_only_hosts_of_the_site_are_asked():
    other = "https://files.example.org/b.pdf", "https://elsewhere.net/c.pdf", "a.pdf"
    assert [url for url, _ in found(step("", *other))] == ["https://files.example.org/b.pdf", "a.pdf"]
    named = Scope(start_urls=(SITE,), hosts=("elsewhere.net",))
    assert {url for url, _ in found(step("", *other), scope=named)} == {*other[:2], "a.pdf"}


def test_the_site_to_which_a_start_led_is_the_site_too():
    moved = "https://new.example.net/"
    steps = step("", f"{moved}a.pdf", depth=0, final_url=moved), step("x", f"{moved}b.pdf", final_url=moved)
    assert [url for url, _ in found(*steps)] == [f"{moved}a.pdf", f"{moved}b.pdf"]


def test_exclude_holds_for_documents_and_include_does_not():
    scope = Scope(start_urls=(SITE,), include=("*/fr/*",), exclude=("*/old/*",))
    assert found(step("fr/", "files/a.pdf", "old/b.pdf"), scope=scope) == [("files/a.pdf", 1)]


def test_session_and_campaign_parameters_make_no_second_document():
    assert found(step("x", "a.pdf?utm_source=n"), step("y", "a.pdf", "a.pdf?utm_source=m")) == [("a.pdf", 2)]


def test_a_page_that_turned_out_to_be_a_document_is_one():
    steps = (
        step("", depth=0, links=("export", "x")),
        step("export", "export.bin", final_url=SITE + "export.bin"),
        step("x", links=("export",)),
    )
    assert found(*steps) == [("export.bin", 2)]
    other_way = (
        step("export?now", "export.bin", final_url=SITE + "export.bin"),
        step("y", links=("export", "export?now")),
    )
    assert found(*steps, *other_way) == [("export.bin", 3)]
    assert found(*steps[:2], step("z", links=("export?utm_source=n",))) == [("export.bin", 2)]


def test_documents_are_bounded(monkeypatch):
    monkeypatch.setattr(room, "KNOWN_LIMIT", 3)
    assert len(found(*(step("x", f"{n}.pdf") for n in range(9)))) == 3
