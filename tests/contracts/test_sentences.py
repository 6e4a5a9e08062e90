"""No sentence of the documentation is so long that it has to be read twice."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md")) + [
    ROOT / name for name in ("README.md", "README.fr.md", "CONTRIBUTING.md", "SECURITY.md")
]
WORDS_AT_MOST = 32
_NOT_PROSE = re.compile(r"^```.*?^```|<!--.*?-->", re.MULTILINE | re.DOTALL)
_INLINE = ((r"`[^`]*`", "code"), (r"!?\[([^\]]*)\]\([^)]*\)", r"\1"), (r"https?://\S+", "address"))
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.)\s+")


def sentences(text):
    """Return the sentences of the prose: without tables, code and headings. A list item begins one."""
    blocks = [""]
    for line in _NOT_PROSE.sub("", text).splitlines():
        if not line.strip() or line.startswith(("    ", "|", "#", "<")):
            blocks.append("")
        elif _ITEM.match(line):
            blocks.append(_ITEM.sub("", line, count=1))
        else:
            blocks[-1] += f" {line.strip()}"
    for block in blocks:
        said = block
        for pattern, by in _INLINE:
            said = re.sub(pattern, by, said)
        yield from re.split(r"(?<=[.!?])[)»”\"*]*\s+", said.strip())


def words(sentence):
    return sum(bool(re.search(r"\w", word)) for word in sentence.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sentences_are_short(page):
    assert [each for each in sentences(page.read_text("utf-8")) if words(each) > WORDS_AT_MOST] == []


def test_a_long_sentence_is_found_and_a_list_is_not_one():
    long = "word " * 33
    text = f"Short one. {long}\ngoes on.\n\n| {long} |\n\n- a `b c`\n- word word"
    assert [n for n in map(words, sentences(text)) if n] == [2, 35, 2, 2]


def test_no_conflict_of_a_merge_is_left():
    """``git`` puts these marks at the start of a line; what stands between them was never decided."""
    for page in (*PAGES, ROOT / "CHANGELOG.md"):
        assert not re.search(r"^(?:<{7}|>{7}) ", page.read_text("utf-8"), re.MULTILINE), page
