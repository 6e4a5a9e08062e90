"""What stands in the way instead of the page that was asked for: a challenge, a login, a notice. Pure.

Each of these answers is light, and would be praised for it. They are told by signs (``data/false_pages.toml``) that
count only where next to nothing else is shown: an article about Cloudflare is a page, and so is a home page with a
login form in its header.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from delest.measure.outcome import Ending, ended
from delest.reason import ReasonCode
from delest.records.load import Outcome
from delest.urls import normalise, same_site

LINKS_OF_A_PAGE: Final = 10
"""A page with more links than this leads somewhere: it stands in nobody's way."""
_BARE_FORM_CHARACTERS: Final = 600
"""What a form of its own may say around its fields; a page that says more is a page."""
_LOGIN_WORDS: Final = (
    "login", "log-in", "signin", "sign-in", "sign_in", "connexion", "authentification", "authenticate", "/auth/",
    "/oauth", "/sso", "/saml", "/cas/", "openid",
)  # fmt: skip
_NO_ANSWER_OF_ITS_OWN: Final = frozenset({Outcome.OK, Outcome.HTTP_ERROR})


class Sign(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to tell a false page; see the head of the data file for what decides."""

    name: str
    outcome: Outcome
    reason: ReasonCode
    product: str = ""
    """What the reason names, where there is one."""
    longest: int
    headers: dict[str, str] = {}
    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


class Shown(Struct, frozen=True, kw_only=True):
    """What a page shows once settled."""

    asked_url: str
    final_url: str
    headers: dict[str, str] = {}
    """Of the document's answer; names in lower case."""
    title: str = ""
    text: str = ""
    """The beginning of what can be read on it."""
    text_characters: int = 0
    """All of what can be read on it."""
    links: int = 0
    password_fields: int = 0
    """That can be seen."""
    html: str = ""


def judge(ending: Ending, shown: Shown, signs: Sequence[Sign]) -> Ending:
    """Return what became of a page that ended as ``ending`` and shows this; mostly just that."""
    if ending.outcome not in _NO_ANSWER_OF_ITS_OWN:
        return ending
    for sign in signs:
        if _shows(shown, sign) and (ending.outcome is Outcome.OK or sign.outcome is Outcome.BLOCKED):
            return ended(sign.outcome, sign.reason, sign.product)
    if ending.outcome is Outcome.OK and _is_login_wall(shown):
        return ended(Outcome.BLOCKED, ReasonCode.LOGIN_REQUIRED, shown.final_url)
    return ending


def _shows(shown: Shown, sign: Sign) -> bool:
    if any(text in shown.headers.get(name, "").lower() for name, text in sign.headers.items()):
        return True
    if shown.text_characters > sign.longest or shown.links > LINKS_OF_A_PAGE:
        return False
    title, text = " ".join(shown.title.lower().split()), " ".join(shown.text.lower().replace("’", "'").split())
    if title in sign.titles or any(said in text for said in sign.texts):
        return True
    markup = shown.html[:200_000].lower() if sign.markup else ""
    return any(fragment in markup for fragment in sign.markup)


def _is_login_wall(shown: Shown) -> bool:
    """Tell whether another address than the one asked for was shown, and a login is all that it is about."""
    asked, final = _address(shown.asked_url), _address(shown.final_url)
    if asked == final:
        return False  # a login page that was asked for is a page
    named = any(word in final.lower() for word in _LOGIN_WORDS)
    if not same_site(shown.asked_url, shown.final_url):
        return named and (shown.password_fields > 0 or shown.links <= LINKS_OF_A_PAGE)
    bare = shown.text_characters <= _BARE_FORM_CHARACTERS
    return shown.password_fields > 0 and (named or bare) and shown.links <= 3 * LINKS_OF_A_PAGE


def _address(url: str) -> str:
    """Return host and path of a URL: a change of scheme or query leads nowhere else."""
    return (normalise(url) or url).partition("?")[0].partition("://")[2]
