"""The visitor whose language and time zone the browser tells: pages, frames and workers alike.

The browser itself is started with them, so that no request and no worker is left out. What remains is the locale of
``Intl``, which each page is given (``Emulation.setLocaleOverride``), for browsers come with English alone.
"""

from delest.records.runs.loading import LoadOptions


def environment(options: LoadOptions) -> dict[str, str]:
    """Return what the browser's environment says of the time zone."""
    return {"TZ": options.time_zone} if options.time_zone else {}


def switches(options: LoadOptions) -> list[str]:
    """Return the switch for ``Accept-Language`` and ``navigator.languages``: the language with its country, then alone.

    Chromium adds English, as it does for its users.
    """
    if not options.language:
        return []
    tags = dict.fromkeys((options.language, options.language.partition("-")[0]))
    return [f"--accept-lang={','.join(tags)}"]
