"""Every rule on one page that sends what breaks programs: each file costs at most its own finding."""

import struct
import zlib

import pytest
from msgspec.structs import replace

from delest import plugins
from delest.advise import rules
from delest.advise.examine import begin_studies, examine_page, learn, remedies_of
from delest.advise.rule import Rule
from delest.records.pages.load import Kind
from delest.records.pages.observed import AnswerFields, FontText, Observed, ShownImage, ShownVideo, UsedCode
from tests.page_loads import HOME, answer, capture


def png(width, height, rows=b""):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


LAUGHS = (
    b"<!DOCTYPE svg ["
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha" * 50) for n in range(9))
    + b"]><svg xmlns='http://www.w3.org/2000/svg'>&l8;</svg>"
    + b" " * 3000
)
BODIES = {
    Kind.IMAGE: [
        png(60_000, 60_000, b"\0" * 9000), png(64, 64) + b"x" * 4000, b"\xff\xd8\xff\xe0" + b"\0" * 5000,
        b"GIF89a\xff\xff\xff\xff" + b"\xf7" * 5000, b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\0" * 5000, LAUGHS,
        b"\0\0\0\x1cftypavif" + b"\0" * 5000,
    ],
    Kind.FONT: [
        b"\0\1\0\0\xff\xff" + b"\0" * 5000, b"wOFF" + b"\xff" * 5000, b"wOF2" + b"\xff" * 5000, b"OTTO" + b"a" * 5000,
    ],
    Kind.STYLESHEET: [b"a{" * 20_000, b"@media x{" * 5000, b"/*" * 5000, b"\xff\xfe" * 5000, b"a{b:'" + b"\\" * 5001],
    Kind.SCRIPT: [
        b"`${" * 9000, b"(" * 20_000, b"\xff" * 9000, b"//# sourceMappingURL=data:" + b"A" * 9000,
        b"/*! jQuery v" + b"9" * 9000, b"var a = '\0" + b"x" * 9000, "\u202e😀".encode() * 3000,
    ],
    Kind.FETCH: [b"[" * 100_000, b'{"a":' * 40_000, b'"' + b"\\" * 50_001, b"\xff" * 50_000],
    Kind.DOCUMENT: [b"<svg " * 20_000, b"<style>" * 9000 + b"</", b"\xff<link rel=preload href=" * 5000],
    Kind.OTHER: [b"\0asm" + b"\xff" * 5000],
}  # fmt: skip
TYPES = {
    Kind.STYLESHEET: "text/css", Kind.SCRIPT: "text/javascript", Kind.FETCH: "application/json",
    Kind.DOCUMENT: "text/html", Kind.FONT: "font/ttf", Kind.OTHER: "application/wasm", Kind.IMAGE: "image/svg+xml",
}  # fmt: skip
NAMES = [
    "http://[::1",
    "https://x.example/\u202e/%ff%fe",
    "about:blank",
    "",
    "https://" + "a." * 3000 + "fr/",
    f"{HOME}a?\x00",
]


@pytest.fixture(scope="module")
def page():
    answers = [
        answer(body, f"{HOME}{kind}{n}", kind=kind, mime_type=TYPES[kind])
        for kind, bodies in BODIES.items()
        for n, body in enumerate(bodies)
    ]
    answers += [answer(b"x" * 3000 + name.encode(), name, kind=Kind.SCRIPT, initiator=name) for name in NAMES]
    urls = [each.url for each, _ in answers]
    odd = ((0, 10**12), (5, 3), (10**9, 10**9 + 1))
    seen = Observed(
        pixel_ratio=10**9,
        scroll_ms=-1.0,
        images=tuple(ShownImage(url=url, place="img", width_px=1e12, height_px=1e-9, top_px=1e300) for url in urls),
        videos=tuple(ShownVideo(url=url, natural_width_px=10**12, width_px=1e-9) for url in urls),
        fonts=(FontText(families=("\0", "a" * 9000), characters="".join(map(chr, range(0xD000, 0xE200))), length=-1),),
        answers=tuple(AnswerFields(url=url, fields={"cache-control": "max-age=" + "9" * 190}) for url in urls),
        unused_preloads=tuple(urls),
        cookies_bytes=10**12,
        styles=tuple(UsedCode(url=url, characters=10**12, used=odd) for url in urls),
        scripts=tuple(UsedCode(url=url, characters=-1, used=odd) for url in urls),
        coverage=True,
    )
    html = b"".join(BODIES[Kind.DOCUMENT]).decode("utf-8", "replace") + "<link rel=prefetch href='//[::1'>"
    return replace(capture(*answers), observed=seen, html=html)


def test_no_rule_gives_up_on_a_hostile_page(shop, page):
    studies = begin_studies()
    assert learn(page, studies) == ()
    found = examine_page(page, shop, studies)
    assert found.warnings == ()
    for finding in found.findings:
        assert finding.avoidable_bytes.low <= finding.avoidable_bytes.central <= finding.avoidable_bytes.high
        weight = sum(each.transferred_bytes for each in finding.offenders)
        assert finding.avoidable_bytes.high <= weight


def test_what_is_made_of_a_hostile_page_is_never_heavier(shop, page):
    sizes = {each.url: each.transferred_bytes for each in page.load.transfers}
    remedies = list(remedies_of(page, shop))
    assert remedies
    for made in remedies:
        assert len(made.body) <= sizes[made.url]


def test_every_rule_names_its_criteria_and_has_its_words():
    for rule in plugins.collect(rules, Rule).values():
        assert rule.rgesn, rule.id
        assert rule.wsg, rule.id
        assert "" not in {rule.title, rule.explanation, rule.remedy}, rule.id
