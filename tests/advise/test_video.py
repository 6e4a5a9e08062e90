"""Videos encoded again by PyAV, which is an extra."""

import io

import pytest
from PIL import Image

from delest.advise.reencoded import Reencoded
from delest.advise.remedies.video import available, make
from tests.films import film

if not available():
    pytest.skip("needs delest[video]", allow_module_level=True)


@pytest.fixture(scope="module")
def sent():
    return film(640, 360, frames=12)


def shown(body):
    """The size of a video and how many frames it has."""
    av = pytest.importorskip("av")
    with av.open(io.BytesIO(body), format="matroska") as again:
        frames = [frame.to_image().size for frame in again.decode(video=0)]
        return frames[0], len(frames), [stream.codec_context.name for stream in again.streams]


def test_a_video_larger_than_its_box_is_made_at_its_size_with_every_frame(sent):
    made = make(sent, {"width": 320}).usual
    size, frames, codecs = shown(made.body)
    assert (size, frames) == ((320, 180), 12)
    assert codecs in (["libvpx-vp9"], ["vp9"])  # by the decoder that FFmpeg was built with
    assert made.likeness >= 0.95
    assert made.size_bytes < len(sent) / 2
    assert made.content_type == "video/webm"


def test_a_video_that_fits_its_box_keeps_its_size_and_its_sound():
    body = film(160, 90, frames=12, sound=True)
    size, frames, codecs = shown(make(body, {"width": 150}).usual.body)
    assert (size, frames) == ((160, 90), 12)
    assert codecs[1] in {"opus", "libopus"}


@pytest.mark.parametrize("cut", [8, 900, 20_000])
def test_a_video_that_is_cut_off_or_hostile_costs_only_itself(shop, sent, cut):
    assert shop.bodies("video", sent[:cut] + bytes(400), {"width": 0}).usual is None


def test_what_names_further_files_is_not_opened(tmp_path):
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(film(160, 90, frames=4))
    for body in (f"#EXTM3U\n#EXTINF:1,\n{secret}\n", f"ffconcat version 1.0\nfile {secret}\n"):
        assert make(body.encode(), {"width": 0}) == Reencoded()


def test_a_picture_is_no_video():
    file = io.BytesIO()
    Image.new("RGB", (20, 20)).save(file, "AVIF")
    assert make(file.getvalue(), {"width": 0}).usual is None
