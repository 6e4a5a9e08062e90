"""The command line of the browser: what it is told to leave out, so that what it loads is the page and nothing else."""

from typing import Final

NOWHERE: Final = "127.255.255.254"
"""A loopback address of no site, on whose first port no server listens."""
_SWITCHES: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
    "--disable-auto-reload",  # error pages would load themselves again
    # Some pages send less to a browser that a program drives; visitors would get the rest.
    "--disable-blink-features=AutomationControlled",
    # Despite the switches above, each new browser asks these two servers of Google within seconds.
    f"--gaia-url=http://{NOWHERE}:1",
    f"--component-updater=url-source=http://{NOWHERE}:1/",
)
_DRIVERS_FEATURES: Final = (
    "AimEnabled",
    "AutoDeElevate",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "BlockOriginHeaderModificationOnRedirect",
    "DestroyProfileOnBrowserClose",
    "DialMediaRouteProvider",
    "GlobalMediaControls",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "Translate",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
)
"""What Playwright switches off. Chromium heeds the last such switch alone: one of ours must name these again."""
_AT_COST_OF_CPU: Final = (
    "SpareRendererForSitePerProcess",  # processes for pages to come, of which there are none
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
"""The omnibox is the address bar: its suggestions are pages that each window loads, for more CPU than a light page."""
_FORMS: Final = ("AutofillServerCommunication",)
"""Sends the signatures of a page's form fields to a server of Google and would count its responses as the page's."""
_RESOLVER: Final = ("AsyncDns", "DnsOverHttpsUpgrade")
"""What looks names up from within: its questions would go round the gate, and over TCP look like those of WebRTC."""
_WEBRTC_THROUGH_THE_GATE: Final = (
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in Chromium of former years
)


def switches(*, gated: bool, proxied: bool) -> list[str]:
    """Return the switches of a browser; ``gated``: nothing may go round the gate to public addresses."""
    off = (*_DRIVERS_FEATURES, *_AT_COST_OF_CPU, *_FORMS, *_RESOLVER)
    return [
        *_SWITCHES,
        f"--disable-features={','.join(off)}",
        *(_WEBRTC_THROUGH_THE_GATE if gated else ()),
        # The environment's proxy counts for nothing: delest's own client does not read it either.
        *([] if proxied else ["--no-proxy-server"]),
    ]
