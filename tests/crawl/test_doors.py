import asyncio

from delest.crawl.client import USER_AGENT, fetch, open_client
from delest.records.runs.scope import Access


def got(url, **access):
    async def run():
        async with open_client(Access(public_only=True, **access), USER_AGENT) as client:
            return await fetch(client, url, limit_bytes=1000)

    return asyncio.run(run())


def test_a_private_address_is_not_asked(site, answer):
    site.answers["/a"] = answer(b"secret")
    for url in (f"{site.origin}/a", f"{site.origin}/a".replace("127.0.0.1", "localhost")):
        fetched = got(url)
        assert (fetched.status, fetched.body) == (None, b"")
        assert str(fetched.error) == "private-address"


def test_what_counts_as_public_is_reached(site, answer):
    site.answers["/a"] = answer(b"hello")
    assert got(f"{site.origin}/a", counts_as_public=("127.0.0.1/32",)).body == b"hello"


def test_behind_a_proxy_an_address_written_out_is_still_refused(site):
    assert str(got("http://169.254.169.254/latest/", proxy=site.origin).error) == "private-address"
