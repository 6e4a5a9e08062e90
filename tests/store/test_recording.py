"""Recordings and lighter files on disk."""

import pytest

from delest.errors import InputError
from delest.records.advice.remedy import Remedy
from delest.store import recording
from delest.store.remedies import place, write_remedies
from tests.measure.replay.test_answers import taped
from tests.measure.replay.test_changed import tape


def test_a_recording_comes_back_whole_and_goes_when_told_to(tmp_path):
    kept = tape(taped("/a", b"\x00\xff" * 9, fields=(("X", "é"),)))
    recording.keep(tmp_path, kept)
    recording.keep(tmp_path, kept)
    assert list(recording.recordings(tmp_path)) == [kept]
    recording.drop_all(tmp_path)
    assert not (tmp_path / recording.FOLDER).exists()


@pytest.mark.parametrize("content", [b"", b"no zstd", b"\x28\xb5\x2f\xfd\x00"])
def test_a_damaged_recording_says_so(tmp_path, content):
    path = tmp_path / "x.tape"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a recording"):
        recording.read(path)


@pytest.mark.parametrize(
    ("url", "content_type", "coding", "where"),
    [
        ("https://a.example/i/p.png", "image/webp", "", "r/a.example/i/p.png.webp"),
        ("https://a.example/", "text/html; charset=utf-8", "br", "r/a.example/index.html.br"),
        ("https://a.example/a.js?v=1&x=../../y", "text/javascript", "gzip", "r/a.example/a.js.v_1_x_.._.._y.gz"),
        ("https://a.example:8080/%2e%2e/%2e%2e/etc/passwd", "text/plain", "", "r/a.example_8080/etc/passwd"),
        ("https://a.example/..%2f..%2fb", "text/plain", "", "r/a.example/b"),
        ("https://a.example/b%5C..%5Cc%00", "text/plain", "", "r/a.example/b_.._c_"),
    ],
)
def test_lighter_files_stay_below_their_folder(tmp_path, url, content_type, coding, where):
    remedy = Remedy(rule="r", url=url, body=b"x", content_type=content_type, content_encoding=coding)
    assert place(remedy).as_posix() == where
    assert write_remedies(tmp_path / "out", [remedy]) == 1
    assert (tmp_path / "out" / where).read_bytes() == b"x"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "out" / where]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_remedies(tmp_path / "file", [Remedy(rule="r", url="https://a.example/", body=b"x", content_type="x")])
