import contextlib
import random
import sqlite3
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from delest.records.pages.observed import AnswerFields, Observed, ShownImage
from delest.store.bodies import FILE_NAME, Bodies
from tests.page_loads import HOME, answer, capture

TEXT = b"une page lourde " * 3_000
NOISE = random.Random(1).randbytes(50_000)
SEEN = Observed(images=(ShownImage(url=f"{HOME}a.png", place="img"),), answers=(AnswerFields(url=HOME),))


def page(*bodies, url=HOME, html="<html>é\ud800</html>"):
    answers = [answer(body, f"{url}{n}") for n, body in enumerate(bodies)]
    return replace(capture(*answers, url=url), html=html, observed=SEEN)


def test_what_is_kept_comes_back_as_it_was(tmp_path):
    kept = page(TEXT, NOISE)
    with Bodies.of_run(tmp_path) as bodies:
        assert bodies.add(kept)
    with Bodies.of_run(tmp_path) as bodies:
        again = bodies.capture(kept.load)
        assert again.bodies == kept.bodies
        assert again.observed == SEEN
        assert again.html == "<html>é?</html>"  # half a character is no text
        assert bodies.capture(page(url=f"{HOME}other").load) is None


def test_a_body_that_pages_share_is_kept_once(tmp_path):
    with Bodies.of_run(tmp_path) as bodies:
        bodies.add(page(NOISE))
        first_bytes = (tmp_path / FILE_NAME).stat().st_size
        for n in range(20):
            bodies.add(page(NOISE, url=f"{HOME}{n}"))
        assert (tmp_path / FILE_NAME).stat().st_size < first_bytes + len(NOISE)


def test_only_the_owner_can_read_it(tmp_path):
    with Bodies.of_run(tmp_path) as bodies:
        bodies.add(page(TEXT))
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_what_does_not_fit_is_left_out_and_counted(tmp_path):
    with Bodies(tmp_path / FILE_NAME, most_bytes=60_000) as bodies:
        assert bodies.add(page(NOISE))
        assert not bodies.add(page(TEXT, NOISE[::-1], url=f"{HOME}b"))
        assert bodies.incomplete_pages == 1
        assert list(bodies.capture(page(TEXT, NOISE[::-1], url=f"{HOME}b").load).bodies.values()) == [TEXT]
    with Bodies(tmp_path / FILE_NAME, most_bytes=60_000) as bodies:  # what is there counts after a restart too
        assert not bodies.add(page(NOISE[::-1], url=f"{HOME}c"))


def test_a_page_whose_bodies_were_not_all_collected_is_not_whole(tmp_path):
    with Bodies.of_run(tmp_path) as bodies:
        assert not bodies.add(replace(page(TEXT), left_out_bodies=1))


def test_pages_wait_until_they_were_examined(tmp_path):
    with Bodies.of_run(tmp_path) as bodies:
        bodies.add(page(TEXT))
        bodies.add(page(TEXT, url=f"{HOME}b"))
        bodies.examined(HOME)
        assert bodies.unexamined() == (f"{HOME}b",)


def test_a_run_that_keeps_nothing_leaves_nothing():
    with Bodies.for_now() as bodies:
        assert bodies.add(page(TEXT))
        path = bodies._path
        assert bodies.capture(page(TEXT).load).bodies
    assert not Path(path).exists()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_damaged_file_costs_no_audit(tmp_path, content):
    (tmp_path / FILE_NAME).write_bytes(content)
    with Bodies.of_run(tmp_path) as bodies:
        assert bodies.capture(page(TEXT).load) is None
        assert bodies.add(page(TEXT)) is (content == b"")


def test_bodies_of_another_format_are_left_alone(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as database, database:
        database.execute("PRAGMA user_version = 9")
    with Bodies.of_run(tmp_path) as bodies:
        assert not bodies.add(page(TEXT))
        assert bodies.unexamined() == ()


def test_a_bomb_is_not_unpacked(tmp_path):
    with Bodies.of_run(tmp_path) as bodies:
        bodies.add(page(TEXT))
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as database, database:
        head = bytes.fromhex("28b52ffde0") + (1 << 40).to_bytes(8, "little")  # a frame that says it holds a terabyte
        database.execute("UPDATE body SET coded = ?", (head + bytes(9),))
    with Bodies.of_run(tmp_path) as bodies:
        assert bodies.capture(page(TEXT).load) is None


def test_a_full_disk_or_a_directory_that_is_gone_costs_no_audit(tmp_path):
    with Bodies(tmp_path / "gone" / FILE_NAME) as bodies:
        assert not bodies.add(page(TEXT))
        assert bodies.incomplete_pages == 1
