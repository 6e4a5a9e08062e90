"""A sentence for people, kept with its values so that it can be said in any language: errors, warnings, findings."""

import re
from typing import Self

from msgspec import Struct

from delest.reason import Reason

_PLACES = re.compile(r"{[^}]*}?|}")


class Message(Struct, frozen=True, kw_only=True):
    """A sentence in English with places for its values; ``str`` of it is the English sentence.

    ``{name}`` is filled in as it is, ``{name!r}`` in quotation marks. A ``Reason`` among the values is said in the
    reader's language, and a number is written as that language writes it.
    """

    one: str
    """A format string for ``values``; where it counts, the form for one."""
    many: str = ""
    """The form for any number ``n`` but one; empty: it does not count."""
    values: dict[str, str | int | float | Reason] = {}

    def __post_init__(self) -> None:
        """Refuse a form that its values do not fill in: it may come out of a damaged file."""
        needed = {f"{{{name}{mark}}}" for name in self.values for mark in ("", "!r")}
        for form in (self.one, self.many):
            if not needed.issuperset(_PLACES.findall(form)):
                raise ValueError(f"{form!r} is not filled in by {', '.join(self.values)}")
        if self.many and not isinstance(self.values.get("n"), int):
            raise ValueError(f"{self.many!r} counts nothing")

    @classmethod
    def of(cls, sentence: str, **values: str | float | Reason) -> Self:
        """Return a sentence that does not count."""
        return cls(one=sentence, values=values)

    @classmethod
    def counted(cls, forms: tuple[str, str], n: int, **values: str | float | Reason) -> Self:
        """Return a sentence in its form for ``n``, which is one of its values too."""
        return cls(one=forms[0], many=forms[1], values={**values, "n": n})

    def __str__(self) -> str:
        """Return it in English; a reason among its values as its code and detail."""
        form = self.many if self.many and self.values["n"] != 1 else self.one
        values = {name: f"{each:g}" if isinstance(each, float) else each for name, each in self.values.items()}
        return form.format(**values)
