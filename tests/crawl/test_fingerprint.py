from hypothesis import given, settings
from hypothesis import strategies as st

from delest.crawl.pages.duplicates import Duplicates
from delest.crawl.pages.fingerprint import fingerprint, in_common

TEXT = " ".join(f"word{n}" for n in range(400))
HOME, PRINT, OTHER = (f"https://example.org/{path}" for path in ("", "print", "other"))


def page(text=TEXT, *, title="t", more=""):
    return fingerprint(f"<!doctype html><title>{title}</title><main><p>{text}</p>{more}</main>")


def test_what_nobody_sees_makes_no_difference():
    quiet = page()
    assert page(more="") == quiet
    noisy = """<!doctype html><title>t</title><main class="x" data-token="81"><p id=7>{}</p></main>"""
    assert fingerprint(noisy.format(TEXT.replace(" ", "\n  "))) == quiet
    one, other = (page(more=f"<script nonce={n}>var x = '{n}'</script><img src='/a.png?v={n}'>") for n in (1, 2))
    assert one == other


def test_what_is_seen_makes_a_difference():
    assert (
        len({page().exact, page(TEXT + " more").exact, page(title="u").exact, page(more="<img src=/b.png>").exact}) == 4
    )


def test_the_share_in_common_is_estimated():
    words = TEXT.split()
    assert in_common(page(), page()) == 1.0
    assert in_common(page(), page(" ".join(words[:-8]))) > 0.9
    assert 0.3 < in_common(page(), page(" ".join([*words[:267], *(f"new{n}" for n in range(133))]))) < 0.7
    assert in_common(page(), page(" ".join(f"other{n}" for n in range(400)))) < 0.1


def test_a_page_that_says_the_same_is_a_duplicate_and_the_first_counts():
    known = Duplicates()
    known.note(HOME, page(), "")
    assert known.reason(PRINT, page(), "") == "same-content"
    assert known.reason(HOME, page(), "") is None


def test_a_canonical_address_counts_where_both_pages_agree_whichever_came_first():
    known = Duplicates()
    known.note(HOME, page(), HOME)
    sorted_otherwise = page(TEXT + " sorted by date")
    assert known.reason(PRINT, sorted_otherwise, HOME) == "canonical"
    assert known.reason(PRINT, sorted_otherwise, "") is None
    assert known.reason(PRINT, sorted_otherwise, OTHER) is None
    turned = Duplicates()
    turned.note(PRINT, sorted_otherwise, HOME)
    assert turned.reason(HOME, page(), HOME) == "canonical"


def test_a_site_whose_pages_all_name_the_home_page_is_not_left_unread():
    known = Duplicates()
    known.note(HOME, page(), HOME)
    for n in range(20):
        article = page(" ".join(f"{n}article{at}" for at in range(300)))
        url = f"{HOME}{n}"
        assert known.reason(url, article, HOME) is None
        known.note(url, article, HOME)


def test_pages_that_say_next_to_nothing_are_told_by_their_addresses():
    known = Duplicates()
    known.note(HOME, page("Loading"), HOME)
    assert known.reason(PRINT, page("Loading"), HOME) is None


def test_hopeless_and_endless_documents_have_fingerprints():
    for html in ("", "\0", "<", "<script>" * 1000, "</svg></script>" * 100 + TEXT, "<title>" + "x " * 500_000):
        fingerprint(html)
    assert fingerprint("<p>" + "word " * 300_000).words <= 20_001


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet=st.sampled_from("<>/ scriptyle=\0&;é\ud800\n"), max_size=300))
def test_any_text_has_one(html):
    assert in_common(fingerprint(html), fingerprint(html)) == 1.0
