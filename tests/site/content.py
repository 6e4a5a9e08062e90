"""Bodies that look like real ones, the same on every run: a hash counter stands in for chance."""

import hashlib
import io
import json
import struct
import wave
from itertools import count

from PIL import Image, ImageFont

SENTENCE = (
    "the ministry publishes its services so that every person can find a form office date address and answer "
    "without a telephone call on any device and at any hour because public money pays for pages that people need"
)


def noise(seed: str, length: int) -> bytes:
    """``length`` bytes that no coding can shrink."""
    blocks = (hashlib.sha256(f"{seed}/{n}".encode()).digest() for n in count())
    body = bytearray()
    while len(body) < length:
        body += next(blocks)
    return bytes(body[:length])


def prose(seed: str, length: int) -> str:
    """``length`` characters of words, which codings shrink as they do real text."""
    words = SENTENCE.split()
    return " ".join(words[byte % len(words)] for byte in noise(seed, length // 2))[:length]


def png(seed: str, side_px: int) -> bytes:
    """A square picture of noise: about 3 bytes a pixel."""
    image = Image.frombytes("RGB", (side_px, side_px), noise(seed, 3 * side_px * side_px))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def wav(seed: str, seconds: float) -> bytes:
    """Mono sound, 8 bits, 8 kHz: 8 000 bytes a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(noise(seed, int(8000 * seconds)))
    return file.getvalue()


def ttf() -> bytes:
    """A real font: the one that Pillow carries."""
    return ImageFont.load_default(10).font_bytes


def pdf(seed: str, length: int) -> bytes:
    """A one-page PDF with ``length`` bytes of noise in a stream of its own."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Length %d>>stream\n%b\nendstream" % (length, noise(seed, length)),
    ]
    body, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%b\nendobj\n" % (number, text)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return bytes(body) + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def json_text(seed: str, length: int) -> str:
    return json.dumps({"seed": seed, "text": prose(seed, length)})


def websocket_frame(payload: bytes) -> bytes:
    """One whole binary message from server to client, with its frame header (RFC 6455, section 5.2)."""
    if len(payload) < 126:
        return struct.pack("!BB", 0x82, len(payload)) + payload
    return struct.pack("!BBH", 0x82, 126, len(payload)) + payload
