import asyncio
import threading

import pytest

from delest.crawl.client import USER_AGENT, open_client
from delest.crawl.documents.known import DocumentScope
from delest.crawl.site.site import ANOTHER_SITE, OUT_OF_SCOPE, Site
from delest.records.pages.load import Capture, Outcome
from delest.records.runs.scope import Access, Scope
from delest.records.runs.skip_reason import SkipReason
from tests.page_loads import load

ROBOTS = b"User-agent: *\nDisallow: /private\n"


def ask(question, *, obey_robots=True, delay_s=0.0):
    """Return what ``await question(site)`` comes to."""

    async def main():
        async with open_client(Access(), USER_AGENT) as client:
            site = Site(client, obey_robots=obey_robots, delay_s=delay_s)
            try:
                return await question(site)
            finally:
                await site.rules.close()

    return asyncio.run(main())


def paths(server):
    return [path for path, _ in server.asked]


async def a_while():
    for _ in range(20):
        await asyncio.sleep(0)


def test_the_rules_of_an_origin_are_asked_for_once_however_many_ask(site, answer):
    site.answers["/robots.txt"] = answer(ROBOTS)

    async def question(known):
        urls = [f"{site.origin}/{path}" for path in ("a", "private/b", "c", "private")]
        return await asyncio.gather(*map(known.rules.allows, urls)), tuple(map(str, known.rules.warnings))

    assert ask(question) == ([True, False, True, False], ())
    assert paths(site) == ["/robots.txt"]


def test_each_origin_has_its_own_rules(site, stranger, answer):
    site.answers["/robots.txt"] = answer(ROBOTS)

    async def question(known):
        return [await known.rules.allows(f"{each.origin}/private") for each in (site, stranger)]

    assert ask(question) == [False, True]


def test_rules_that_could_not_be_had_are_told_from_rules_that_forbid(site, stranger, answer):
    site.answers["/robots.txt"] = answer(ROBOTS)
    stranger.answers["/robots.txt"] = answer(b"", status=503)

    async def question(known):
        urls = [f"{each.origin}/private" for each in (site, stranger)]
        before = [known.rules.unread(url) for url in urls]
        return before, [await known.rules.allows(url) for url in urls], [known.rules.unread(url) for url in urls]

    assert ask(question) == ([False, False], [False, False], [False, True])


def test_rules_that_are_not_obeyed_are_not_asked_for(site, answer):
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\nCrawl-delay: 60\n")

    async def question(known):
        for _ in range(3):
            await known.wait_turn(f"{site.origin}/private")
        return await known.rules.allows(f"{site.origin}/private")

    assert ask(question, obey_robots=False)
    assert paths(site) == []


def test_rules_that_cannot_be_had_forbid_and_are_told(site, answer):
    site.answers["/robots.txt"] = answer(status=503)

    async def question(known):
        return await known.rules.allows(f"{site.origin}/"), tuple(map(str, known.rules.warnings))

    assert ask(question) == (False, (f"{site.origin}/robots.txt: http-error: 503",))


def test_a_document_is_followed_no_further_than_rules_and_scope_let_pages_be(site, stranger, answer):
    moved = {
        "own.pdf": f"{site.origin}/b.pdf",
        "forbidden.pdf": f"{site.origin}/private/b.pdf",
        "beside.pdf": f"{stranger.origin}/private/b.pdf",
        "left-out.pdf": f"{site.origin}/old/b.pdf",
        "away.pdf": "http://elsewhere.example/b.pdf",
    }
    site.answers |= {f"/{name}": answer(status=302, headers={"Location": at}) for name, at in moved.items()}
    site.answers |= {"/robots.txt": answer(ROBOTS), "/b.pdf": answer(b"x" * 9)}
    stranger.answers["/robots.txt"] = answer(status=500)
    scope = DocumentScope(Scope(start_urls=(f"{site.origin}/",), exclude=("*/old/*",)))

    async def question(known):
        return [await known.document(f"{site.origin}/{name}", scope) for name in moved]

    said = ask(question)
    assert [each.final_url for each in said] == list(moved.values())
    assert [each.reason for each in said] == [
        None,
        SkipReason.ROBOTS.reason,
        SkipReason.ROBOTS_UNREAD.reason,
        OUT_OF_SCOPE,
        ANOTHER_SITE,
    ]
    assert set(paths(stranger)) == {"/robots.txt"}
    assert not {"/private/b.pdf", "/old/b.pdf"} & set(paths(site))


@pytest.mark.parametrize(("rules", "asked"), [(ROBOTS, True), (b"User-agent: *\nDisallow: /", False)])
def test_a_sitemap_that_robots_txt_does_not_name_is_read_where_it_allows_it(site, answer, rules, asked):
    site.answers["/robots.txt"] = answer(rules)
    ask(lambda known: known.sitemap([f"{site.origin}/"]))
    assert ("/sitemap.xml" in paths(site)) is asked


def answered(url, status, retry_after, **fields):
    return Capture(load=load(url=url, outcome=Outcome.HTTP_ERROR, status=status, **fields), retry_after=retry_after)


@pytest.mark.parametrize("status", [429, 503])
def test_what_one_page_is_asked_to_wait_the_whole_host_is_left_alone(site, stranger, status):
    async def question(known):
        known.heard(answered(f"{site.origin}/busy", status, "120"))
        turn = asyncio.create_task(known.wait_turn(f"{site.origin}/other"))
        others = await known.wait_turn(stranger.origin.replace("127.0.0.1", "localhost"))
        await a_while()
        waiting = not turn.done()
        turn.cancel()
        return waiting, others

    assert ask(question, obey_robots=False) == (True, True)


@pytest.mark.parametrize(("status", "left_alone"), [(429, True), (503, False)])
def test_a_host_that_asks_for_hours_of_peace_is_asked_no_more(site, status, left_alone):
    async def question(known):
        known.heard(answered(f"{site.origin}/busy", status, "86400"))
        return not await known.wait_turn(f"{site.origin}/other")

    assert ask(question, obey_robots=False) is left_alone


def test_a_wait_is_asked_of_the_host_that_answered_not_of_the_one_that_leads_there():
    async def question(known):
        url = "https://www.site.example/x"
        known.heard(answered(url, 429, "86400", final_url="https://media.site.example/x"))
        hosts = ("www.site.example", "media.site.example", "other.site.example")
        return [await known.wait_turn(f"https://{host}/") for host in hosts]

    assert ask(question, obey_robots=False) == [True, False, True]


def test_another_sites_trouble_is_not_the_one_that_leads_there(site):
    async def question(known):
        url = f"{site.origin}/out"
        for _ in range(20):
            known.heard(answered(url, 429, "86400", final_url="https://elsewhere.example/"))
        return await known.wait_turn(url)

    assert ask(question, obey_robots=False)


def test_who_waits_for_a_turn_when_a_rest_begins_waits_for_its_end_too(site):
    async def question(known):
        url = f"{site.origin}/x"
        await known.wait_turn(url)
        turn = asyncio.create_task(known.wait_turn(url))
        await a_while()
        known.heard(answered(url, 503, "60"))
        await asyncio.wait({turn}, timeout=0.5)
        waiting = not turn.done()
        turn.cancel()
        return waiting

    assert ask(question, obey_robots=False, delay_s=0.2)


def test_a_document_is_not_asked_for_where_its_redirect_leads_to_a_host_at_rest(site, stranger, answer):
    target = f"{stranger.origin}/b.pdf"
    site.answers["/a.pdf"] = answer(status=302, headers={"Location": target})

    async def question(known):
        known.heard(answered(target, 503, "60"))
        said = await known.document(f"{site.origin}/a.pdf", DocumentScope(Scope(start_urls=(site.origin, target))))
        return said.final_url, said.reason

    assert ask(question, obey_robots=False) == (target, SkipReason.HOST_FAILING.reason)
    assert paths(stranger) == []


def test_the_crawl_delay_holds_for_an_origin_as_a_whole(site, answer):
    site.answers["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 60\n")

    async def question(known):
        turns = [asyncio.create_task(known.wait_turn(f"{site.origin}/{n}")) for n in range(3)]
        done, waiting = await asyncio.wait(turns, return_when=asyncio.FIRST_COMPLETED)
        await a_while()
        had_their_turn = sum(turn.done() for turn in turns)
        for turn in waiting:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)
        return had_their_turn, len(done)

    assert ask(question) == (1, 1)


def test_one_asker_that_gives_up_costs_the_others_nothing(site, answer):
    hold = threading.Event()
    site.answers["/robots.txt"] = answer(ROBOTS, hold=hold)

    async def question(known):
        askers = [asyncio.create_task(known.rules.allows(f"{site.origin}/private")) for _ in range(2)]
        while not site.asked:
            await asyncio.sleep(0.005)
        askers[0].cancel()
        await a_while()
        hold.set()
        return await asyncio.gather(*askers, return_exceptions=True)

    gave_up, other = ask(question)
    assert isinstance(gave_up, asyncio.CancelledError)
    assert other is False


def test_closing_drops_what_is_still_being_asked(site, answer):
    hold = threading.Event()
    site.answers["/robots.txt"] = answer(ROBOTS, hold=hold)

    async def question(known):
        asker = asyncio.create_task(known.rules.allows(f"{site.origin}/"))
        while not site.asked:
            await asyncio.sleep(0.005)
        await known.rules.close()
        return (await asyncio.gather(asker, return_exceptions=True))[0], known.rules.warnings

    dropped, warnings = ask(question)
    hold.set()
    assert isinstance(dropped, asyncio.CancelledError)
    assert warnings == ()


def sitemap(*urls):
    return "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"


@pytest.mark.parametrize("obey_robots", [True, False])
def test_sitemaps_named_by_the_rules_and_in_the_usual_place_are_joined(site, stranger, answer, obey_robots):
    site.answers["/robots.txt"] = answer(f"Sitemap: {site.origin}/pages.xml\n".encode())
    site.answers["/pages.xml"] = answer(sitemap(f"{site.origin}/a", f"{site.origin}/b").encode())
    stranger.answers["/sitemap.xml"] = answer(sitemap(f"{stranger.origin}/c", f"{site.origin}/a").encode())

    async def question(known):
        starts = [f"{site.origin}/", f"{stranger.origin}/x", f"{site.origin}/y"]
        return await known.sitemap(starts)

    found = ask(question, obey_robots=obey_robots)
    assert found.urls == (f"{site.origin}/a", f"{site.origin}/b", f"{stranger.origin}/c")
    assert found.warnings == ()
    assert paths(site) == ["/robots.txt", "/pages.xml"]


def test_a_sitemap_that_is_missing_is_told_only_where_the_rules_named_it(site, stranger, answer):
    site.answers["/robots.txt"] = answer(f"Sitemap: {site.origin}/gone.xml\n".encode())

    async def question(known):
        return await known.sitemap([f"{site.origin}/", f"{stranger.origin}/"])

    assert tuple(map(str, ask(question).warnings)) == (f"{site.origin}/gone.xml: http-error: 404",)


@pytest.mark.parametrize("document", [True, False])
@pytest.mark.parametrize(
    ("status", "field", "may_go_on"), [(429, "86400", False), (429, "0", True), (404, "86400", True)]
)
def test_a_host_that_asks_to_be_left_alone_for_hours_is(site, answer, document, status, field, may_go_on):
    site.answers["/report.pdf"] = answer(b"", status=status, headers={"Retry-After": field})

    async def question(known):
        url = f"{site.origin}/report.pdf"
        scope = DocumentScope(Scope(start_urls=(f"{site.origin}/",)))
        await (known.document(url, scope) if document else known.answers(url))
        return await known.wait_turn(f"{site.origin}/"), known.refusal(url)

    assert ask(question, obey_robots=False) == (may_go_on, "robots" if may_go_on else "host-failing")
