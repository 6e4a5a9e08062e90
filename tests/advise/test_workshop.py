import threading
import zlib
from io import BytesIO

import pytest
from PIL import Image

from delest.advise import workshop
from delest.advise.reencoded import Reencoded
from delest.advise.workbench import read_message, write_message
from delest.advise.workshop import Workshop
from tests.images import photograph, saved

TEXT = b"une page lourde " * 3_000


def test_a_body_is_made_once_for_the_whole_site(shop):
    kept = shop.kept
    first = shop.sizes("coding", "made once", TEXT)
    assert shop.sizes("coding", "made once", b"not looked at again") is first
    assert shop.sizes("coding", "made once", TEXT, {"secure": 0}) is not first
    assert shop.kept == kept + 2


def test_only_sizes_are_kept_and_bodies_are_made_when_asked(shop):
    sizes, bodies = shop.sizes("coding", "sizes", TEXT), shop.bodies("coding", TEXT)
    assert sizes.modest.body == b""
    assert zlib.decompress(bodies.modest.body, wbits=31) == TEXT
    assert sizes.modest.size_bytes == bodies.modest.size_bytes == len(bodies.modest.body)


@pytest.mark.parametrize("body", [b"", b"{", bytes(5000), b"function (" * 900, b"\xff\xfe" * 900])
@pytest.mark.parametrize("way", ["image", "minify"])
def test_a_hostile_body_costs_only_itself(shop, way, body):
    options = {"type": "application/javascript", "coding": "", "coded_bytes": 0}
    assert shop.sizes(way, str(body[:9]), body, options) == Reencoded()
    assert shop.bodies("coding", TEXT).usual is not None


def test_a_child_that_takes_too_long_is_ended_and_the_next_body_gets_another():
    noise = saved(Image.effect_noise((1900, 1900), 90), "PNG")
    with Workshop(1, job_limit_s=0.05) as hurried:
        assert hurried.bodies("image", noise) == Reencoded()
        hurried._job_limit_s = 60
        assert hurried.bodies("coding", TEXT).modest is not None


def test_the_work_for_one_page_has_an_end_and_the_next_page_is_not_late(shop):
    lost = shop.lost
    with workshop.within(0):
        assert shop.bodies("coding", TEXT) == Reencoded()
    assert shop.lost == lost + 1
    assert shop.bodies("coding", TEXT).modest is not None


def test_threads_share_it_and_one_body_is_made_by_one_of_them():
    made = []
    with Workshop(2) as shared:
        threads = [threading.Thread(target=lambda: made.append(shared.sizes("coding", "x", TEXT))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 6
        assert all(each is made[0] for each in made)


def test_an_audit_of_endless_files_remembers_the_newest_and_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr(workshop, "MOST_KEPT", 10)
    with Workshop(1) as endless:
        for n in range(25):
            endless.sizes("coding", str(n), b"")
            assert endless.kept <= 10
        last = endless.sizes("coding", "24", b"")
        assert endless.sizes("coding", "24", b"") is last


def test_a_body_that_is_too_long_for_a_message_is_not_made(monkeypatch, shop):
    monkeypatch.setattr(workshop, "MAX_MESSAGE_BYTES", 1_000_000)
    assert shop.bodies("image", saved(photograph(), "PNG")) == Reencoded()


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"\xff\xff\xff\xff", b"\0\0\0\5abc"])
def test_half_a_message_is_none(sent):
    assert read_message(BytesIO(sent)) is None


def test_a_message_arrives_as_it_was_sent():
    pipe = BytesIO()
    write_message(pipe, b"abc")
    assert read_message(BytesIO(pipe.getvalue())) == b"abc"
