"""Keeps the French catalogue in step with the messages in src.

``python scripts/words.py`` extracts the messages, updates delest.po and compiles delest.mo.
``python scripts/words.py --check`` changes nothing and fails when a message lacks its French, is fuzzy, is no longer
used or loses a placeholder, or when delest.mo does not hold what delest.po says.
"""

import argparse
import gettext
import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

_ROOT: Final = Path(__file__).resolve().parents[1]
_SOURCE: Final = _ROOT / "src" / "delest"
_PO: Final = _SOURCE / "report" / "language" / "locales" / "fr" / "LC_MESSAGES" / "delest.po"
_MO: Final = _PO.with_suffix(".mo")
_TEMPLATES: Final = "report/templates/**.html"
_METHODS: Final = [(_TEMPLATES, "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS: Final = {_TEMPLATES: {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
_HEADER: Final = r"""# French messages of delest.
msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

"""
_UNDATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The same messages give the same files, whenever they are compiled."""
_KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}


def extracted() -> Catalog:
    """Return every message of src, in the order of the files that hold them."""
    catalog = Catalog()
    found = extract_from_dir(str(_SOURCE), method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS)
    for name, _line, message, _comments, _context in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, locations=[(f"src/delest/{name}", None)])
    return catalog


def translated() -> Catalog:
    """Return the committed catalogue."""
    with _PO.open("rb") as file:
        catalog = read_po(file, locale="fr", domain="delest")
    catalog.creation_date = catalog.revision_date = _UNDATED
    return catalog


def problems(wanted: Catalog, french: Catalog) -> Iterator[str]:
    """Yield what is wrong with the French of each message."""
    for message in wanted:
        if message.id:
            yield from _problems_of(message, french.get(message.id))
    for message in french:
        if message.id and wanted.get(message.id) is None:
            yield f"no longer used: {message.id!r}"


def _problems_of(wanted: Message, french: Message | None) -> Iterator[str]:
    ids = wanted.id if isinstance(wanted.id, tuple) else (wanted.id,)
    texts = (french.string if isinstance(french.string, tuple) else (french.string,)) if french else ()
    if not texts or not all(texts):
        yield f"no French: {ids[0]!r}"
        return
    if french and french.fuzzy:
        yield f"fuzzy: {ids[0]!r}"
    every, least = placeholders(ids[-1]), placeholders(ids[0])
    for text in texts:
        if not (least & every) <= placeholders(text) <= every | least:
            yield f"placeholders differ: {ids[0]!r} and {text!r}"


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the fields that a message is filled in with."""
    return frozenset(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)


def compiled(catalog: Catalog) -> bytes:
    """Return what delest.mo must hold."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def out_of_step(french: Catalog) -> bool:
    """Tell whether delest.mo says anything else than delest.po."""
    return not _MO.exists() or _messages(_MO.read_bytes()) != _messages(compiled(french))


def _messages(mo: bytes) -> dict[object, str]:
    held = gettext.GNUTranslations(io.BytesIO(mo))
    return {key: text for key, text in vars(held)["_catalog"].items() if key}


def update() -> None:
    """Write both files anew; messages without French stay empty for a person to fill in."""
    known = translated() if _PO.exists() else Catalog()
    french = Catalog(locale="fr", domain="delest", fuzzy=False)
    for message in extracted():
        if message.id:
            old = known.get(message.id)
            french.add(message.id, old.string if old else "", locations=message.locations)
    _PO.parent.mkdir(parents=True, exist_ok=True)
    with _PO.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, french, width=110, include_lineno=False, omit_header=True)
    _MO.write_bytes(compiled(translated()))


def main() -> int:
    """Update, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is out of step")
    if not parser.parse_args().check:
        update()
    french = translated()
    found = [*problems(extracted(), french), *(["delest.mo is older than delest.po"] if out_of_step(french) else [])]
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
