import gzip
import random
from base64 import b64encode

from delest.advise.rules.code.inline_source_map import examine, remedies
from delest.records.pages.load import Kind
from tests.page_loads import HOME, answer, capture

MAP = b64encode(random.Random(1).randbytes(30_000))
JS = b"console.log('page');\n" * 90 + b"//# sourceMappingURL=data:application/json;base64," + MAP
CSS = b"p { color: red }\n" * 90 + b"/*# sourceMappingURL=data:application/json;base64," + MAP + b" */\nq{}"


def page(body, **fields):
    return capture(answer(body, f"{HOME}a", **{"kind": Kind.SCRIPT, **fields}))


def test_a_map_inside_a_script_or_a_style_sheet_goes(shop):
    for body, kind in ((JS, Kind.SCRIPT), (CSS, Kind.STYLESHEET)):
        found = examine(page(body, kind=kind), shop)
        (made,) = remedies(page(body, kind=kind), shop)
        assert found.avoidable_bytes.low == len(body) - len(made.body) > 30_000
        assert b"sourceMappingURL" not in made.body
    assert made.body.endswith(b"\nq{}")


def test_it_is_coded_as_the_site_codes_it(shop):
    coded = gzip.compress(JS, 6)
    sent = page(JS, sent_bytes=len(coded), content_encoding="gzip")
    (made,) = remedies(sent, shop)
    assert gzip.decompress(made.body) == b"console.log('page');\n" * 90
    assert examine(sent, shop).avoidable_bytes.central == len(coded) - len(made.body)


def test_a_map_in_a_file_of_its_own_is_left_alone(shop):
    assert examine(page(b"x();\n" * 900 + b"//# sourceMappingURL=a.js.map"), shop) is None
