"""A sentence for the reader of a report, kept so that it can be said in any language."""

import re
from typing import Self

from msgspec import Struct


class Message(Struct, frozen=True, kw_only=True):
    """A sentence in English with places for what it speaks of; ``str`` of it is the English sentence."""

    template: str
    """A format string for ``values``; where it counts, the form for one."""
    many: str = ""
    """The form for any number ``n`` but one; empty: it does not count."""
    values: dict[str, str | int] = {}

    def __post_init__(self) -> None:
        """Refuse a form that its values do not fill in: it may come out of a damaged file."""
        needed = {f"{{{name}}}" for name in self.values}
        for form in (self.template, self.many):
            if not needed.issuperset(re.findall(r"{[^}]*}?|}", form)):
                raise ValueError(f"{form!r} is not filled in by {', '.join(self.values)}")
        if self.many and not isinstance(self.values.get("n"), int):
            raise ValueError(f"{self.many!r} counts nothing")

    @classmethod
    def of(cls, template: str, **values: str | int) -> Self:
        """Return a sentence that does not count."""
        return cls(template=template, values=values)

    @classmethod
    def counted(cls, forms: tuple[str, str], n: int, **values: str | int) -> Self:
        """Return a sentence in its form for ``n``, which is one of its values too."""
        return cls(template=forms[0], many=forms[1], values={**values, "n": n})

    def __str__(self) -> str:
        """Return it in English."""
        form = self.many if self.many and self.values["n"] != 1 else self.template
        return form.format(**self.values)
