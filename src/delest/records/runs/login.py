"""How the browser gets past a login: what the user wrote down, with its secrets read; never written anywhere."""

from enum import StrEnum

from msgspec import Struct


class Action(StrEnum):
    """What one step does."""

    GOTO = "goto"
    FILL = "fill"
    CLICK = "click"
    CHECK = "check"
    PRESS = "press"
    WAIT_FOR = "wait-for"
    URL = "url"
    """Wait until the address is such a one."""


class LoginStep(Struct, frozen=True, kw_only=True):
    """One step."""

    action: Action
    target: str
    """A URL, a CSS selector, the name of a key, or a pattern of URLs (``*`` is any text)."""
    value: str = ""
    """What is filled in: it may be a secret."""
    place: str
    """Where the step is written, in words, for errors."""


class Login(Struct, frozen=True, kw_only=True):
    """A login from its first step to the sign that it succeeded."""

    steps: tuple[LoginStep, ...]
    success: tuple[LoginStep, ...]
    """What is waited for at the end; never empty."""
    start_urls: tuple[str, ...]
    """Whose sites get the session, and into whose pages values are filled."""
    hosts: tuple[str, ...] = ()
    """Others into whose pages values may be filled, in ASCII."""
    step_limit_s: float
