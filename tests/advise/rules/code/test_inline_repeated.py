import random

from delest.advise.rules.code.inline_repeated import BlockStudy, blocks
from delest.records.advice.finding import Effect
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture

SVG = f"<svg><path d='{random.Random(1).randbytes(3000).hex()}'/></svg>"


def page(name, html):
    body = f"<!doctype html><title>{name}</title>{html}<p>{'text ' * 2000}".encode()
    return capture(answer(body, HOME + name, sent_bytes=len(body) // 2, kind=Kind.DOCUMENT), url=HOME + name)


def found(shop, *pages):
    study = BlockStudy()
    for each in pages:
        study.learn(each)
    return study.examine(pages[0], shop)


def test_what_several_pages_write_out_is_sent_again_on_each(shop):
    finding = found(shop, page("a", SVG), page("b", SVG))
    assert finding.effect is Effect.LATER_PAGES
    assert abs(finding.other_bytes.central - len(SVG) / 2) < 10
    assert finding.offenders[0].remedy == "×1"


def test_what_one_page_has_alone_is_left_alone(shop):
    assert found(shop, page("a", SVG), page("b", SVG.upper())) is None
    assert found(shop, page("a", "<p>x"), page("b", "<p>x")) is None


def test_blocks_of_hostile_html_are_found_in_one_pass():
    data = "data:image/png;base64," + "A" * 600
    assert list(blocks(f"<STYLE>{'x' * 600}</STYLE><img src='{data}'>" + "<svg" * 50_000)) == [
        f"<STYLE>{'x' * 600}",
        data,
    ]
    assert list(blocks("İ" * 500 + f"<svg>{'y' * 600}</svg>")) == [f"<svg>{'y' * 600}"]
