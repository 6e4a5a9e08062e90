"""Going through a login, once, in a browser of its own: what comes out is the session that every page load starts with.

No error of Playwright gets out of here: its messages hold what was filled in.
"""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec.structs import replace
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from delest.errors import N_, BlockedError, DelestError, InputError, NotMeasuredError
from delest.measure.browser.browser import Driver, Started, context_options, site_cookies, stop
from delest.measure.devtools.headers import SiteHeaders
from delest.reason import Reason, ReasonCode
from delest.records.runs.loading import LoadOptions
from delest.records.runs.login import Action, Login, LoginStep
from delest.urls import host, same_site, url_pattern

_QUIET_LIMIT_MS: Final = 5_000
"""How long what the page still asks for after the login may take: tokens are sometimes fetched late."""
_GRACE_S: Final = 60.0
"""What the browser may take beside the steps."""
_NET_ERROR: Final = re.compile(r"net::ERR_[A-Z_0-9]+")
_NO_SELECTOR: Final = re.compile(r"not a valid selector|Unexpected token|while parsing", re.IGNORECASE)


async def logged_in(driver: Driver, options: LoadOptions) -> LoadOptions:
    """Return the options with the session that the login gives, if there is one to go through.

    The session is the cookies and the local storage of the audited sites: what others set on the way is left out, so
    that they see a new visitor on each page load, as without a login.

    Raises:
        BlockedError: the login did not succeed.
        InputError: a step cannot be carried out as it is written.
        NotMeasuredError: a page of the login, or the browser, does not answer.
        NoBrowserError: no browser can be started.
    """
    login = options.access.login
    if login is None:
        return options
    started = await driver.start()
    limit_s = len((*login.steps, *login.success)) * login.step_limit_s + _GRACE_S
    try:
        async with asyncio.timeout(limit_s):
            state = await _session(started, options, login)
    except (PlaywrightError, TimeoutError):
        state = None
    finally:
        await stop(started)
    if state is None:
        raise NotMeasuredError(
            N_("the browser failed while it was logging in"),
            remedy=N_("try again; `delest doctor` looks at the browser"),
        )
    own = _of_sites(state, login.start_urls)
    if not own["cookies"] and not own["origins"]:
        raise BlockedError(
            N_("the login left neither a cookie nor local storage of the audited site"),
            remedy=N_(
                "a session that the site keeps elsewhere cannot be taken along; look at [success] in the file too"
            ),
        )
    return replace(options, access=replace(options.access, login=None, storage_state=own))


async def _session(started: Started, options: LoadOptions, login: Login) -> dict[str, Any]:
    context = await started.process.new_context(**context_options(options, started))
    if options.access.cookies:
        await context.add_cookies(site_cookies(options.access))
    page = await context.new_page()
    async with SiteHeaders(started.session, options.access):
        for step in login.steps:
            await _take(page, step, login)
        for sign in login.success:
            await _take(page, sign, login)
        with contextlib.suppress(PlaywrightTimeout):
            await page.wait_for_load_state("networkidle", timeout=_QUIET_LIMIT_MS)
        state: dict[str, Any] = dict(await context.storage_state())
    return state


async def _take(page: Page, step: LoginStep, login: Login) -> None:
    try:
        async with asyncio.timeout(login.step_limit_s):  # Playwright's own covers neither keys nor what is tried again
            await _done(page, step, login)
    except PlaywrightError as error:
        failure = _failure(page, step, error.message, login)
    except TimeoutError:
        failure = _failure(page, step, "", login)
    else:
        return
    raise failure  # out of the block above, so that it carries no message of Playwright's


async def _done(page: Page, step: LoginStep, login: Login) -> None:
    limit_ms = login.step_limit_s * 1000
    target = page.locator(f"css={step.target} >> visible=true").first
    match step.action:
        case Action.GOTO:
            await page.goto(step.target, wait_until="domcontentloaded", timeout=limit_ms)
        case Action.FILL:
            await _fill(page, target, step, login)
        case Action.CLICK:
            await target.click(timeout=limit_ms)
        case Action.CHECK:
            await target.check(timeout=limit_ms)
        case Action.PRESS:
            await page.keyboard.press(step.target)
        case Action.WAIT_FOR:
            await target.wait_for(timeout=limit_ms)
        case Action.URL:
            wanted = url_pattern(step.target)
            await page.wait_for_url(lambda url: bool(wanted.match(url)), wait_until="commit", timeout=limit_ms)


async def _fill(page: Page, target: Locator, step: LoginStep, login: Login) -> None:
    """Fill a field of the very document whose address was looked at: one that takes its place is looked at again."""
    limit_ms = login.step_limit_s * 1000
    while True:
        field = await target.element_handle(timeout=limit_ms)
        _refuse_strangers(page, step, login)
        try:
            return await field.fill(step.value, timeout=limit_ms)
        except PlaywrightError as error:
            if "not attached" not in error.message:
                raise


def _refuse_strangers(page: Page, step: LoginStep, login: Login) -> None:
    """Let no page that the user did not mean have a password, wherever it may have led.

    Raises:
        InputError: the page belongs neither to the audited site nor to a host that the file names.
    """
    if host(page.url) in login.hosts or any(same_site(page.url, start) for start in login.start_urls):
        return
    raise InputError(
        N_("{place}: nothing is filled into a page of {host}, which is neither the audited site nor named in the file"),
        remedy=N_('if the login is meant to lead there, add it: hosts = ["{host}"]'),
        place=step.place,
        host=host(page.url) or "about:blank",
    )


def _failure(page: Page, step: LoginStep, said: str, login: Login) -> DelestError:
    """Return the error of a step; ``said`` is Playwright's own message, empty where nothing answered."""
    if step.action is Action.GOTO:
        found = _NET_ERROR.search(said)
        return NotMeasuredError(
            N_("{place}: {url} cannot be loaded: {reason}"),
            remedy=N_("open the address in a browser"),
            place=step.place,
            url=_shown(step.target),
            reason=found[0] if found else Reason.of(ReasonCode.NO_RESPONSE, f"{login.step_limit_s:g}"),
        )
    if (step.action is Action.PRESS and said) or _NO_SELECTOR.search(said):
        return InputError(
            N_("{place}: {target} cannot be used"),
            remedy=N_("write a CSS selector, or for press the name of a key, such as Enter or Tab"),
            place=step.place,
            target=step.target,
        )
    if step in login.success:
        return BlockedError(
            N_("{place}: the login did not succeed: no {target} within {limit} s, at {url}"),
            remedy=N_("look at the user name and the password, and at the page in a browser"),
            place=step.place,
            target=step.target,
            limit=login.step_limit_s,
            url=_shown(page.url),
        )
    return BlockedError(
        N_("{place}: no {target} that can be used within {limit} s, at {url}"),
        remedy=N_("look at the page in a browser without a session: a step may be missing before this one"),
        place=step.place,
        target=step.target,
        limit=login.step_limit_s,
        url=_shown(page.url),
    )


def _shown(url: str) -> str:
    """Return an address without query and fragment, which may hold what was filled in."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:200] if parts.netloc else url[:20]


def _of_sites(state: dict[str, Any], start_urls: Sequence[str]) -> dict[str, Any]:
    def own(url: str) -> bool:
        return any(same_site(url, start) for start in start_urls)

    return {
        "cookies": [each for each in state["cookies"] if own(f"http://{each['domain'].lstrip('.')}/")],
        "origins": [each for each in state["origins"] if own(each["origin"])],
    }
