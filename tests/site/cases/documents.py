"""Pages that are not HTML."""

from tests.site.answers import Answer
from tests.site.cases.case import Case
from tests.site.cases.parts import data, image, plain
from tests.site.content import pdf, prose

_ROOT_ICON = {"/favicon.ico": image("favicon of a document", 16)}
_MAYBE = {"/favicon.ico": range(2)}

CASES = (
    Case(
        name="document-pdf",
        about="The page is a PDF.",
        entry="file.pdf",
        answers={
            "file.pdf": Answer(fields=(("Content-Type", "application/pdf"),), body=pdf("document", 60_000)),
            **_ROOT_ICON,
        },
        times={"file.pdf": range(1, 4), **_MAYBE},
    ),
    Case(
        name="document-json",
        about="The page is JSON.",
        entry="d.json",
        answers={"d.json": data("document", 8000), **_ROOT_ICON},
        times=_MAYBE,
    ),
    Case(
        name="document-text",
        about="The page is plain text.",
        entry="t.txt",
        answers={"t.txt": plain(prose("document", 8000)), **_ROOT_ICON},
        times=_MAYBE,
    ),
    Case(
        name="document-image",
        about="The page is a picture.",
        entry="p.png",
        answers={"p.png": image("document", 100), **_ROOT_ICON},
        times=_MAYBE,
    ),
)
