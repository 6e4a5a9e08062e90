"""Short videos for tests, made by PyAV, which is an extra."""

import math
import struct
import tempfile
from fractions import Fraction
from importlib import import_module
from pathlib import Path

from PIL import Image, ImageDraw


def film(width, height, *, frames, sound=False, index_first=True):
    """An H.264 video of a turning drawing, far heavier than it has to be.

    Where its index comes last, players ask for the end of the file first.
    """
    av = import_module("av")
    folder = tempfile.TemporaryDirectory(prefix="delest-film-")
    file = Path(folder.name) / "film.mp4"
    drawing = Image.effect_mandelbrot((width, height), (-2, -1.2, 1, 1.2), 50).convert("RGB")
    with folder, av.open(str(file), "w", options={"movflags": "faststart"} if index_first else {}) as target:
        out = target.add_stream("libx264", rate=25, options={"crf": "4", "preset": "ultrafast"})
        out.width, out.height, out.pix_fmt = width, height, "yuv420p"
        tone = target.add_stream("aac", rate=48_000, layout="mono") if sound else None
        for number in range(frames):
            picture = drawing.rotate(number * 3)
            ImageDraw.Draw(picture).rectangle((number * 5, 20, number * 5 + 40, 60), fill=(200, 30, 60))
            target.mux(out.encode(av.VideoFrame.from_image(picture)))
        target.mux(out.encode(None))
        if tone is not None:
            for frame in _tone(av, round(frames / 25 * 48_000)):
                target.mux(tone.encode(frame))
            target.mux(tone.encode(None))
        target.close()
        return file.read_bytes()


def _tone(av, samples):
    for start in range(0, samples, 1024):
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
        heights = (0.3 * math.sin(2 * math.pi * 440 * n / 48_000) for n in range(start, start + 1024))
        frame.planes[0].update(struct.pack("<1024f", *heights))
        yield frame
