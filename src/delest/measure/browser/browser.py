"""Finding a Chromium, starting it, and loading pages in it."""

import asyncio
import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import CDPSession, Playwright, ProxySettings, async_playwright
from playwright.async_api import Error as PlaywrightError

from delest import __version__
from delest.addresses import networks
from delest.errors import N_, NoBrowserError
from delest.measure.browser import memory, trust, visitor
from delest.measure.browser.fetch import fetch_browser
from delest.measure.browser.find import find
from delest.measure.browser.http3 import way
from delest.measure.browser.switches import NOWHERE, switches
from delest.measure.devtools.tracing import Pulse
from delest.measure.doors.gate import Gate
from delest.measure.doors.loopback import Loopback
from delest.measure.doors.proxy_pass import ProxyPass
from delest.reason import Reason, ReasonCode
from delest.records.pages.load import BrowserBuild
from delest.records.runs.loading import LoadOptions
from delest.records.runs.scope import Access

_TMPDIR_BYTES: Final = 60
_START_LIMIT_MS: Final = 60_000
_ANSWER_LIMIT_S: Final = 30.0
"""How long a browser that has started may take to say what it is, on a busy machine."""
_STOP_LIMIT_S: Final = 10.0
_FIRST_SAID: Final = re.compile(r"\[err\] (.{1,300})")
_CLOSED: Final = re.compile(r"has\s+been\s+closed")
"""What Playwright says of a program that ended at once; it says nothing of why."""
_SANDBOX_TROUBLE: Final = re.compile("sandbox|namespace", re.IGNORECASE)


class Setting(Struct, frozen=True, kw_only=True):
    """What a browser is started with beside its options, for recording and replaying."""

    door: Callable[[], Loopback] | None = None
    """Makes the door that it goes through instead of the one that its access asks for."""
    switches: tuple[str, ...] = ()
    script: str = ""
    """Runs in each document before the page's own scripts."""


class Started(Struct, frozen=True, kw_only=True):
    """A running browser: its process, its DevTools session, and what it is."""

    process: PlaywrightBrowser
    pid: int
    """Of the browser's first process."""
    session: CDPSession
    pulse: Pulse
    door: Loopback | None
    """What stands between it and the network; None: nothing does."""
    build: BrowserBuild
    user_agent: str
    silent: set[str]
    """Hosts and URLs that a page of this audit has waited for in vain; all its browsers share them."""
    script: str = ""
    """Of its setting."""


async def stop(started: Started) -> None:
    """End a browser, by force where it does not do so itself."""
    with contextlib.suppress(TimeoutError, PlaywrightError):
        async with asyncio.timeout(_STOP_LIMIT_S):
            await started.process.close()
    if started.process.is_connected():
        memory.end(started.pid)
    if started.door is not None:
        await started.door.__aexit__(None, None, None)


_AS_USUAL: Final = Setting()


class Driver:
    """Starts browsers; holds the one Playwright driver of the process.

    Where no browser is found, one is fetched, if there is somebody to tell: ``say`` gets an English sentence for
    translation. A browser asked for by name is never replaced.
    """

    def __init__(self, options: LoadOptions, say: Callable[[str], None] | None = None) -> None:
        self._options = options
        self._say = say
        self._playwright: Playwright | None = None
        self._trust: trust.TrustStore | None = None
        self._proven = False
        self._silent: set[str] = set()
        self._sandbox = os.name != "posix" or os.geteuid() != 0  # Chromium refuses to sandbox root's processes

    async def __aenter__(self) -> Self:
        self._trust = trust.TrustStore(self._options.access.ca_file)
        starting = asyncio.ensure_future(async_playwright().start())
        try:
            self._playwright = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Playwright's driver, left half started, would keep the process from ever ending.
            self._playwright = await starting
            await self.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._playwright is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_STOP_LIMIT_S):
                    await self._playwright.stop()
        if self._trust is not None:
            self._trust.close()

    async def start(self, setting: Setting = _AS_USUAL) -> Started:
        """Start one browser process.

        Raises:
            NoBrowserError: none was found, or the one found does not start.
        """
        path = await self._find()
        try:
            return await self._start(path, setting)
        except (PlaywrightError, TimeoutError) as error:
            if not self._sandbox or self._proven or not _SANDBOX_TROUBLE.search(_said(error)):
                raise _does_not_start(path, error) from error
        self._sandbox = False
        if self._say is not None:
            self._say(N_("The browser does not start in its sandbox: measuring without it."))
        try:
            return await self._start(path, setting)
        except (PlaywrightError, TimeoutError) as error:
            raise _does_not_start(path, error) from error

    async def _find(self) -> Path:
        assert self._playwright is not None  # noqa: S101 - only inside "async with"
        try:
            return find(self._options.browser_path, self._playwright.chromium.executable_path)
        except NoBrowserError:
            if self._say is None or self._options.browser_path is not None:
                raise
            return await asyncio.to_thread(fetch_browser, self._say)

    async def _start(self, path: Path, setting: Setting) -> Started:
        door = setting.door() if setting.door else _door(self._options.access)
        async with AsyncExitStack() as on_failure:
            if door is not None:
                await on_failure.enter_async_context(door)
            started = await self._launched(path, door, setting)
            on_failure.pop_all()
            return started

    async def _launched(self, path: Path, door: Loopback | None, setting: Setting) -> Started:
        process = await self._launch(path, door, setting)
        try:
            async with asyncio.timeout(_ANSWER_LIMIT_S):
                session = await process.new_browser_cdp_session()
                version = await session.send("Browser.getVersion")
                known = await session.send("SystemInfo.getProcessInfo")
        except (PlaywrightError, TimeoutError):
            with contextlib.suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(_STOP_LIMIT_S):
                    await process.close()
            raise
        self._proven = True
        pid = next(int(each["id"]) for each in known["processInfo"] if each["type"] == "browser")
        shell = "headless-shell" in path.name or "headless_shell" in path.name
        build = BrowserBuild(
            product=str(version["product"]).replace("/", " "),
            mode="headless-shell" if shell else "full",
            sandboxed=self._sandbox,
            path=str(path),
        )
        agent = str(version["userAgent"]).replace("HeadlessChrome", "Chrome")
        return Started(
            process=process,
            pid=pid,
            session=session,
            pulse=Pulse(session),
            door=door,
            build=build,
            user_agent=f"{agent} {_own_name(self._options.access)}",
            script=setting.script,
            silent=self._silent,
        )

    async def _launch(self, path: Path, door: Loopback | None, setting: Setting) -> PlaywrightBrowser:
        assert self._playwright is not None and self._trust is not None  # noqa: S101, PT018 - inside "async with"
        access = self._options.access
        gated = isinstance(door, Gate)
        proxy = door.address if door else access.proxy
        http3 = await way(access.http3_origins, networks(access.counts_as_public) if gated else None)
        return await self._playwright.chromium.launch(
            executable_path=str(path),
            headless=True,
            chromium_sandbox=self._sandbox,
            # A page that is left lives on in that cache: without it, answers to its beacons are not read to the end.
            ignore_default_args=["--disable-back-forward-cache"],
            args=[
                *switches(gated=gated, proxied=proxy is not None),
                *http3.switches,
                *visitor.switches(self._options),
                *setting.switches,
                # What a context is told of bad certificates does not reach shared and service workers.
                *(["--ignore-certificate-errors"] if access.insecure else []),
            ],
            env={
                **os.environ,
                **self._trust.environment(),
                **_room_for_a_socket(),
                **visitor.environment(self._options),
            },
            proxy=_proxy(proxy, http3.round_the_proxy) if proxy else None,
            timeout=_START_LIMIT_MS,
            handle_sigint=False,
        )


def _room_for_a_socket() -> dict[str, str]:
    """Return what keeps short the path of the socket that Chromium binds below TMPDIR: 107 bytes at most (unix(7))."""
    return {"TMPDIR": "/tmp"} if len(os.fsencode(tempfile.gettempdir())) > _TMPDIR_BYTES else {}  # noqa: S108


def _door(access: Access) -> Loopback | None:
    """Return what a browser goes through: the gate to public addresses, or what knows the password of a proxy."""
    if access.proxy is None:
        return Gate(networks(access.counts_as_public)) if access.public_only else None
    parts = urlsplit(access.proxy)
    # Spoken to over TLS by the browser itself, each byte would be in two layers of TLS on one socket.
    return ProxyPass(access) if "@" in parts.netloc or parts.scheme == "https" else None


def _proxy(address: str, not_for: Sequence[str]) -> ProxySettings:
    # Chromium goes round the proxy for loopback names unless told not to.
    return ProxySettings(server=address, bypass=",".join(("<-loopback>", NOWHERE, *not_for)))


def _said(error: Exception) -> str:
    """Return what a browser said, without the command line that started it."""
    return "\n".join(line for line in str(error).splitlines() if "<launching>" not in line)


def _does_not_start(path: Path, error: Exception) -> NoBrowserError:
    said, first = _FIRST_SAID.search(str(error)), str(error).strip().partition("\n")[0]
    known = said[1] if said else "" if _CLOSED.search(first) else first[:300]
    return NoBrowserError(
        N_("the browser {path} does not start: {reason}"),
        remedy=N_("run `delest doctor`, or name another browser with --browser PATH"),
        path=path,
        reason=known or Reason(code=ReasonCode.BROWSER_STUCK),
    )


def context_options(options: LoadOptions, started: Started) -> dict[str, Any]:
    """Return the Playwright context options of one fresh profile."""
    device = options.device
    return {
        "viewport": {"width": device.width_px, "height": device.height_px},
        "screen": {"width": device.width_px, "height": device.height_px},
        "device_scale_factor": device.pixel_ratio,
        "is_mobile": device.mobile,
        "has_touch": device.mobile,
        "user_agent": device.user_agent
        or (_mobile_agent(started, options.access) if device.mobile else started.user_agent),
        "accept_downloads": False,
        "ignore_https_errors": options.access.insecure,
        "storage_state": options.access.storage_state,
    }


def site_cookies(access: Access) -> list[Any]:
    """Return the cookies of the audited site, each for one host and for no other, subdomains included."""
    return [{"name": name, "value": value, "url": url} for url in access.cookie_urls for name, value in access.cookies]


def _own_name(access: Access) -> str:
    return f"delest/{__version__}{f' (+{access.contact})' if access.contact else ''}"


def _mobile_agent(started: Started, access: Access) -> str:
    version = started.build.product.rpartition(" ")[2].partition(".")[0]
    return (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{version}.0.0.0 Mobile Safari/537.36 {_own_name(access)}"
    )
