"""Videos at the size they are shown, as VP9 in WebM, where they still look the same; needs PyAV (``delest[video]``)."""

import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Final

from msgspec import Struct
from PIL import Image

from delest.advise.likeness import ssim
from delest.advise.reencoded import Encoded, Reencoded, version
from delest.advise.way import Way

LEAST_LIKENESS: Final = 0.95
MAX_SHOWN_PIXELS: Final = 300_000_000
"""Of all frames together, at the size they are encoded in."""
MAX_PIXELS: Final = 4_000_000_000
"""Same, as they were sent."""
MAX_FRAMES: Final = 4_000
_LIMIT_S: Final = 50.0
"""Of processor time, all qualities together; the workshop ends a child a little later."""
_QUALITIES: Final = (38, 32)
"""``crf`` of VP9, the smallest file first; the first at which the frames look the same is taken."""
_COMPARED: Final = 5
_LEAST_SCALE: Final = 0.8
"""Videos that are shown at more of their size keep it."""
_AUDIO_BITS_PER_S: Final = 96_000
_HEADS: Final = {b"ftyp": "mp4", b"\x1aE\xdf\xa3": "matroska"}
"""Containers by what their first bytes are; no other one is opened, for some name further files."""
_PLAIN: Final = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuv444p", "nv12"})
"""Pixels of 8 bits without transparency, of which nothing is lost."""
_KEPT_AUDIO: Final = frozenset({"opus", "vorbis"})


def available() -> bool:
    """Tell whether PyAV is installed."""
    return find_spec("av") is not None


def make(body: bytes, options: dict[str, Any]) -> Reencoded:
    """Return the video in ``body`` at the size of the box that shows it; nothing where it is too long to be tried.

    ``width``: of the box, in pixels of the screen; 0 keeps the size. Videos that are turned, transparent, of more than
    8 bits a channel or with subtitles are left alone.
    """
    if not available():
        return Reencoded()
    av: Any = import_module("av")
    until_s = time.process_time() + _LIMIT_S
    facts = _facts(av, body, float(options["width"]))
    if facts is None:
        return Reencoded()
    for quality in _QUALITIES:
        made = _made(av, body, facts, quality, until_s)
        if made is None:
            break
        file, likeness = made
        if likeness >= LEAST_LIKENESS:
            return Reencoded(usual=_version(facts, quality, file, likeness), pixels=facts.pixels)
    return Reencoded(pixels=facts.pixels)


class _Facts(Struct, frozen=True, kw_only=True):
    form: str
    width_px: int
    height_px: int
    frames: int
    """About how many there are."""
    pixels: int


def _version(facts: _Facts, quality: int, file: bytes, likeness: float) -> Encoded:
    name = f"VP9 {facts.width_px} × {facts.height_px} crf {quality}, SSIM {likeness:.3f}"
    return version(name, file, "video/webm", likeness=likeness)


def _facts(av: Any, body: bytes, shown_width_px: float) -> _Facts | None:
    form = next((form for head, form in _HEADS.items() if head in (body[:4], body[4:8])), None)
    if form is None:
        return None
    with _opened(av, body, form) as source:
        if not source.streams.video or source.streams.subtitles:
            return None
        video = source.streams.video[0]
        length_s = float(source.duration or 0) / av.time_base
        frames = video.frames or round(length_s * float(video.average_rate or 0))
        width, height = video.width, video.height
        plain = video.pix_fmt in _PLAIN and (video.sample_aspect_ratio or 1) == 1
        if not plain or not 1 < frames <= MAX_FRAMES or not width or not height:
            return None
        scale = shown_width_px / width if 0 < shown_width_px < _LEAST_SCALE * width else 1.0
        size = max(16, round(width * scale / 2) * 2), max(16, round(height * scale / 2) * 2)
        small = frames * width * height <= MAX_PIXELS and frames * size[0] * size[1] <= MAX_SHOWN_PIXELS
        pixels = frames * size[0] * size[1]
        return _Facts(form=form, width_px=size[0], height_px=size[1], frames=frames, pixels=pixels) if small else None


def _opened(av: Any, body: bytes, form: str) -> Any:
    return av.open(BytesIO(body), "r", format=form, options={"protocol_whitelist": "none"})


def _made(av: Any, body: bytes, facts: _Facts, quality: int, until_s: float) -> tuple[bytes, float] | None:
    """Return the video at a quality, and how alike the worst of a few frames is; None where there was no time."""
    file, wanted = BytesIO(), _wanted(facts.frames)
    seen: dict[int, Image.Image] = {}
    with _opened(av, body, facts.form) as source, av.open(file, "w", format="webm") as target:
        video = source.streams.video[0]
        out = target.add_stream("libvpx-vp9", rate=video.average_rate, options=_options(quality))
        out.width, out.height, out.pix_fmt = facts.width_px, facts.height_px, "yuv420p"
        out.codec_context.time_base = video.time_base
        sound = _Sound.begun(av, source, target)
        count = 0
        for packet in source.demux([video, *((sound.stream,) if sound else ())]):
            if time.process_time() > until_s or count > MAX_FRAMES:
                return None
            if sound is not None and packet.stream is sound.stream:
                sound.take(packet)
                continue
            for frame in packet.decode():
                if frame.rotation:
                    return None
                small = frame.reformat(facts.width_px, facts.height_px, "yuv420p", interpolation="LANCZOS")
                if count in wanted:
                    seen[count] = small.to_image()
                count += 1
                target.mux(out.encode(small))
        target.mux(out.encode(None))
        if sound is not None:
            sound.end()
    return file.getvalue(), _likeness(av, file.getvalue(), seen, count)


def _wanted(frames: int) -> frozenset[int]:
    return frozenset(round(n * (frames - 1) / (_COMPARED - 1)) for n in range(_COMPARED))


def _options(quality: int) -> dict[str, str]:
    return {"crf": str(quality), "b": "0", "deadline": "good", "cpu-used": "5", "threads": "1"}


def _likeness(av: Any, file: bytes, seen: dict[int, Image.Image], count: int) -> float:
    """Return the likeness of the worst of the frames that were kept; 0 where there are not as many frames as before."""
    worst, number = 1.0, -1
    with _opened(av, file, "matroska") as again:
        for number, frame in enumerate(again.decode(video=0)):
            if number in seen:
                worst = min(worst, ssim(seen[number], frame.to_image()))
    return worst if number + 1 == count and seen else 0.0


class _Sound:
    """The first sound of a video: as it is where WebM can hold it, else as Opus."""

    def __init__(self, av: Any, stream: Any, target: Any) -> None:
        self.stream = stream
        self._target = target
        self._kept = stream.codec_context.name in _KEPT_AUDIO
        if self._kept:
            self._out = target.add_stream_from_template(stream)
            return
        self._out = target.add_stream("libopus", rate=48_000, layout="mono" if stream.channels == 1 else "stereo")
        self._out.bit_rate = min(_AUDIO_BITS_PER_S, stream.bit_rate or _AUDIO_BITS_PER_S)
        self._resampler = av.AudioResampler("flt", self._out.layout.name, 48_000, 960)

    @classmethod
    def begun(cls, av: Any, source: Any, target: Any) -> "_Sound | None":
        """Begin the sound of a video; None: it has none."""
        return cls(av, source.streams.audio[0], target) if source.streams.audio else None

    def take(self, packet: Any) -> None:
        """Take over one packet."""
        if not self._kept:
            for frame in packet.decode():
                self._encode(self._resampler.resample(frame))
        elif packet.dts is not None:
            packet.stream = self._out
            self._target.mux(packet)

    def end(self) -> None:
        """Write what is left."""
        if not self._kept:
            self._encode(self._resampler.resample(None))
            self._target.mux(self._out.encode(None))

    def _encode(self, frames: Iterator[Any]) -> None:
        for frame in frames:
            self._target.mux(self._out.encode(frame))


WAY: Final = Way(id="video", make=make)
