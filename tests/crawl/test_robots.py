import asyncio
from pathlib import Path

import pytest

from delest.crawl.client import USER_AGENT, Fetched, open_client
from delest.crawl.site.robots import CRAWL_DELAY_LIMIT_S, ROBOTS_LIMIT_BYTES, Robots, fetch_robots, read_robots
from delest.reason import Reason, ReasonCode
from delest.records.runs.scope import Access

SAMPLES = Path(__file__).parents[2] / "fixtures" / "crawl" / "robots"
ORIGIN = "https://example.org"


def rules(text: str | bytes, *, truncated: bool = False) -> Robots:
    body = text.encode() if isinstance(text, str) else text
    return read_robots(Fetched(url=f"{ORIGIN}/robots.txt", status=200, body=body, truncated=truncated))


@pytest.mark.parametrize(
    ("sample", "path", "allowed"),
    [
        ("dblp.uni-trier.de", "/db/conf", True),
        ("dblp.uni-trier.de", "/db/indices/a", False),
        ("dblp.uni-trier.de", "/search/", True),
        ("dblp.uni-trier.de", "/search/author", False),
        ("www.congress.gov", "/search/", True),  # only Googlebot may not
        ("medlineplus.gov", "/tutorials/a/b.swf", False),
        ("medlineplus.gov", "/tutorials/a/b.swf?x", True),
        ("en.wikipedia.org", "/wiki/Paris", True),
        ("en.wikipedia.org", "/wiki/Special:Search", False),
        ("www.ed.ac.uk", "/misc/a.css?v=1", True),
        ("www.ed.ac.uk", "/misc/a.php", False),
    ],
)
def test_real_files(sample: str, path: str, allowed) -> None:
    robots = rules((SAMPLES / f"{sample}.txt").read_bytes())
    assert robots.allows(f"https://{sample}{path}") is allowed


def test_crawl_delay_and_sitemaps_of_real_files() -> None:
    dblp = rules((SAMPLES / "dblp.uni-trier.de.txt").read_bytes())
    assert dblp.crawl_delay_s == 1
    assert dblp.sitemaps == ("https://dblp.uni-trier.de/sitemap.xml",)
    assert rules((SAMPLES / "medlineplus.gov.txt").read_bytes()).crawl_delay_s is None


def test_our_own_group_replaces_the_one_for_all() -> None:
    robots = rules("User-agent: *\nDisallow: /\n\nUser-agent: Delest\nDisallow: /private\nCrawl-delay: 0.5")
    assert robots.allows(f"{ORIGIN}/a")
    assert not robots.allows(f"{ORIGIN}/private/a")
    assert robots.crawl_delay_s == 0.5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_the_encoding(encoding: str) -> None:
    assert not rules("User-agent: *\nDisallow: /x".encode(encoding)).allows(f"{ORIGIN}/x")


@pytest.mark.parametrize("line", ["user-agent:delest", "USER AGENT : Delest/0.1 # ours", "Useragent delest"])
def test_our_name_as_people_write_it(line: str) -> None:
    assert not rules(f"{line}\nDisallow: /x").allows(f"{ORIGIN}/x")


@pytest.mark.parametrize("name", ["d", "del", "delestbot", "best-delest", "googlebot", "", "* bot"])
def test_rules_of_others_are_not_ours(name: str) -> None:
    robots = rules(f"User-agent: *\nDisallow: /all\nUser-agent: {name}\nDisallow: /x")
    assert robots.allows(f"{ORIGIN}/x")
    assert not robots.allows(f"{ORIGIN}/all")


def test_a_group_shared_with_others_is_ours() -> None:
    robots = rules("User-agent: a\nUser-agent: delest\nUser-agent: b\nDisallow: /x\nUser-agent: a\nDisallow: /y")
    assert [robots.allows(ORIGIN + path) for path in ("/x", "/y")] == [False, True]


def test_thousands_of_names_before_thousands_of_rules_fit_in_memory() -> None:
    names = "".join(f"User-agent: crawler{n}\nuser  agent c{n}\n" for n in range(5_000))
    robots = rules(f"{names}User-agent: delest\n" + "".join(f"Disallow: /{n}/\n" for n in range(15_000)))
    assert not robots.allows(f"{ORIGIN}/14999/")


def test_longest_match_wins_and_allow_wins_a_tie() -> None:
    robots = rules("User-agent: *\nAllow: /a/b\nDisallow: /a\nDisallow: /c\nAllow: /c")
    assert [robots.allows(ORIGIN + path) for path in ("/a/b/c", "/a/c", "/c")] == [True, False, True]


def test_byte_order_mark_and_broken_lines_do_not_hide_rules() -> None:
    robots = rules(b"\xef\xbb\xbfUser-agent: *\r\n\xff\xfe garbage\r\n<html>\r\nDisallow: /x\r\n")
    assert not robots.allows(f"{ORIGIN}/x")
    assert robots.allows(f"{ORIGIN}/y")


def test_an_absurd_delay_is_bounded() -> None:
    assert rules("User-agent: *\nCrawl-delay: 1e300").crawl_delay_s == CRAWL_DELAY_LIMIT_S
    assert rules("User-agent: *\nCrawl-delay: nan").crawl_delay_s is None


def test_sitemaps_are_web_addresses_each_once() -> None:
    robots = rules(f"Sitemap: /s.xml\nsitemap: {ORIGIN}/s.xml\nSitemap: file:///etc/passwd\nSitemap: /{'x' * 5000}")
    assert robots.sitemaps == (f"{ORIGIN}/s.xml",)


def test_a_rule_cut_short_is_no_rule() -> None:
    robots = rules("User-agent: *\nDisallow: /a\nDisallow: /", truncated=True)
    assert robots.allows(f"{ORIGIN}/b")
    assert not robots.allows(f"{ORIGIN}/a")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 302])
def test_no_file_means_all_is_allowed(status: int) -> None:
    robots = read_robots(Fetched(url=f"{ORIGIN}/robots.txt", status=status))
    assert robots.allows(f"{ORIGIN}/a")
    assert robots.unreachable is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Fetched(url=ORIGIN, status=503), "http-error: 503"),
        (Fetched(url=ORIGIN, error=Reason.of(ReasonCode.NET_ERROR, "refused")), "net-error: refused"),
        (Fetched(url=ORIGIN, status=200, error=Reason.of(ReasonCode.NET_ERROR, "refused")), "net-error: refused"),
    ],
)
def test_a_server_in_trouble_means_nothing_is_allowed_and_the_reason_is_kept(answer: Fetched, reason: str) -> None:
    robots = read_robots(answer)
    assert not robots.allows(f"{ORIGIN}/")
    assert str(robots.unreachable) == reason


def fetched(origin: str) -> Robots:
    async def run() -> Robots:
        async with open_client(Access(), USER_AGENT) as client:
            return await fetch_robots(client, origin)

    return asyncio.run(run())


def test_fetched_over_http(site, answer) -> None:
    site.answers["/robots.txt"] = answer(b"User-agent: delest\nDisallow: /no\nSitemap: /map.xml")
    robots = fetched(site.origin)
    assert not robots.allows(f"{site.origin}/no")
    assert robots.sitemaps == (f"{site.origin}/map.xml",)
    assert "delest/" in site.headers_of("/robots.txt")["User-Agent"]


def test_only_the_first_500_kib_count(site, answer) -> None:
    head = b"User-agent: *\nDisallow: /early\n"
    filler = b"#" * (ROBOTS_LIMIT_BYTES - len(head) - 5) + b"\nDisallow: /late\n"
    site.answers["/robots.txt"] = answer(head + filler)
    robots = fetched(site.origin)
    assert not robots.allows(f"{site.origin}/early")
    assert robots.allows(f"{site.origin}/late")


def test_five_redirects_are_followed_and_six_mean_no_file(site, answer) -> None:
    for hop in range(6):
        site.answers[f"/{hop}"] = answer(status=301, headers={"Location": f"/{hop + 1}"})
    site.answers["/robots.txt"] = answer(status=302, headers={"Location": "/2"})
    site.answers["/6"] = answer(b"User-agent: *\nDisallow: /")
    assert not fetched(site.origin).allows(f"{site.origin}/a")
    site.answers["/robots.txt"] = answer(status=302, headers={"Location": "/1"})
    assert fetched(site.origin).allows(f"{site.origin}/a")


def test_server_that_is_not_there() -> None:
    robots = fetched("http://127.0.0.1:9")
    assert not robots.allows("http://127.0.0.1:9/")
    assert str(robots.unreachable) == "net-error: ECONNREFUSED"
