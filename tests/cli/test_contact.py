"""``--contact``: an address that says who audits, fit to stand in a user agent."""

import pytest

from delest import __version__
from delest.cli.options.loading.access import access_of
from delest.crawl.client import user_agent
from delest.errors import InputError
from delest.measure.browser.browser import Started, context_options
from delest.records.pages.load import BrowserBuild, Device
from delest.records.runs.loading import DEVICES, LoadOptions

NOTHING = {
    "proxy": None, "ca": None, "insecure": False, "cookie": (), "header": (), "basic_auth": None, "storage_state": None,
    "login": None, "http3": False, "shared_pace": None,
}  # fmt: skip


def access(contact):
    return access_of({**NOTHING, "contact": contact}, ("https://www.example.org/",))


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (None, ""),
        ("", ""),
        ("https://Example.ORG/audit#who", "https://example.org/audit"),
        ("example.org/qui-mesure", "https://example.org/qui-mesure"),
        ("http://example.org/é", "http://example.org/%C3%A9"),
    ],
)
def test_it_is_spelled_as_in_a_browser(given, url):
    assert access(given).contact == url


@pytest.mark.parametrize(
    "given",
    [
        "not an address at all",
        "mailto:audit@example.org",
        "javascript:alert(1)",
        "https://user:secret@example.org/",
        "https://example.org/a(b)",
        "https://example.org/" + "x" * 200,
        "https://example.org/\r\nX-Evil: 1 (",
    ],
)
def test_what_cannot_stand_in_a_user_agent_is_refused(given):
    with pytest.raises(InputError):
        access(given)


def test_a_line_break_cannot_leave_the_field():
    assert "\n" not in access("https://example.org/a\r\nX-Evil: 1").contact


def test_delest_names_itself_with_and_without_it():
    assert user_agent() == f"Mozilla/5.0 (compatible; delest/{__version__})"
    assert (
        user_agent("https://example.org/a") == f"Mozilla/5.0 (compatible; delest/{__version__}; +https://example.org/a)"
    )


def started(agent):
    build = BrowserBuild(product="Chromium 156.0.1.2", mode="full", sandboxed=True)
    return Started(
        process=None, session=None, pulse=None, door=None, build=build, user_agent=agent, pid=0, silent=set()
    )


def test_the_browser_says_it_too_but_a_device_of_ones_own_says_what_it_was_given():
    told = {"access": access("https://example.org/a")}
    mobile = context_options(LoadOptions(device=DEVICES["mobile"], **told), started("x"))["user_agent"]
    assert mobile.endswith(f"Chrome/156.0.0.0 Mobile Safari/537.36 delest/{__version__} (+https://example.org/a)")
    own = Device(name="kiosk", user_agent="Kiosk/1")
    assert context_options(LoadOptions(device=own, **told), started("x"))["user_agent"] == "Kiosk/1"
