"""What stands in the way instead of the page that was asked for: a challenge, a login, a notice. Pure.

Each of these answers is light, and would be praised for it. An ordinary short page is light too, and must not be taken
for one: a word alone never decides. Several independent signs are needed (the title, the text, a product's code, the
server's answer), and nothing of a page may be there: no navigation, no footer, hardly a link.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from delest.measure.outcome import Ending, ended
from delest.reason import ReasonCode
from delest.records.pages.load import Outcome
from delest.urls import normalise, same_site

LINKS_OF_A_PAGE: Final = 10
"""A page with more links than this leads somewhere: it is in nobody's way."""
_BARE_LINKS: Final = 2
"""A notice may link to its author and its terms; what leads further is a page."""
_ALL_IT_SAYS: Final = 200
"""Characters: a notice that one sign tells says hardly more than that sign."""
_BARE_FORM_CHARACTERS: Final = 600
"""What a form of its own may say around its fields; a page that says more is a page."""
_FIRST_ERROR_STATUS: Final = 400
_TELLING: Final = (
    "404", "not-found", "notfound", "not_found", "introuvable", "maintenance", "unavailable", "indisponible", "captcha",
    "challenge", "unsupported", "nojs", "noscript",
)  # fmt: skip
"""In an address that the server or the page led to instead of the one asked for."""
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
    common_titles: tuple[str, ...] = ()
    """Titles that ordinary pages have as well."""
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
    landmarks: int = 0
    """Navigations and footers."""
    status: int | None = None
    comes_back: bool = False
    """The answer says when to come back (``Retry-After``)."""
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
    """Tell whether a page is what ``sign`` describes.

    A header of the product decides alone. Else the page has to show next to nothing, and then

    - code of the product, or title and words together: where the server's answer says so too, or the page is bare;
    - title or words alone: where the server's answer says so too, or the page is bare and says nothing else;
    - a title that ordinary pages have as well: only together with words, or with the server's answer.
    """
    if any(text in shown.headers.get(name, "").lower() for name, text in sign.headers.items()):
        return True
    if shown.text_characters > sign.longest or shown.links > LINKS_OF_A_PAGE:
        return False
    title, text = " ".join(shown.title.lower().split()), " ".join(shown.text.lower().replace("’", "'").split())
    words = any(said in text for said in sign.texts)
    markup = shown.html[:200_000].lower() if sign.markup else ""
    code = any(fragment in markup for fragment in sign.markup)
    common = title in sign.common_titles
    named = title in sign.titles or (common and words)
    signs_of_its_own = code + words + named
    if signs_of_its_own > 1 or code:
        return _answered_so(shown) or _is_bare(shown)
    if signs_of_its_own:
        return _answered_so(shown) or (_is_bare(shown) and shown.text_characters <= _ALL_IT_SAYS)
    return common and _answered_so(shown)


def _answered_so(shown: Shown) -> bool:
    """Tell whether the server itself says that this is not the page: an error, a time to come back, another address."""
    if shown.comes_back or (shown.status is not None and shown.status >= _FIRST_ERROR_STATUS):
        return True
    asked, final = _address(shown.asked_url), _address(shown.final_url)
    return asked != final and any(word in final.lower() and word not in asked.lower() for word in _TELLING)


def _is_bare(shown: Shown) -> bool:
    return shown.links <= _BARE_LINKS and not shown.landmarks


def _is_login_wall(shown: Shown) -> bool:
    """Tell whether another address than the one asked for was shown, and a login is all that it is about."""
    asked, final = _address(shown.asked_url), _address(shown.final_url)
    if asked == final:
        return False  # a login page that was asked for is a page
    named = any(word in final.lower() for word in _LOGIN_WORDS)
    if not same_site(shown.asked_url, shown.final_url):
        return named and (shown.password_fields > 0 or shown.links <= LINKS_OF_A_PAGE)
    bare = shown.text_characters <= _BARE_FORM_CHARACTERS and not shown.landmarks
    return shown.password_fields > 0 and (named or bare) and shown.links <= 3 * LINKS_OF_A_PAGE


def _address(url: str) -> str:
    """Return host and path of a URL: a change of scheme or query leads nowhere else."""
    return (normalise(url) or url).partition("?")[0].partition("://")[2]
