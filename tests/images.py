"""Images as tests need them, the same on every run."""

import random
from io import BytesIO

from PIL import Image, ImageDraw


def noise(width, height, seed=1):
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))


def photograph(width=320, height=240):
    """Soft shapes with a little grain, as a camera sees them."""
    grain = noise(width, height)
    layers = [
        noise(width // 16, height // 16, seed).resize((width, height), Image.Resampling.BICUBIC) for seed in (2, 3, 4)
    ]
    return Image.merge("RGB", [Image.blend(layer, grain, 0.04) for layer in layers])


def drawing(mode="RGB"):
    """Lines of text on white, or on nothing where the mode has transparency."""
    image = Image.new(mode, (600, 400), (255, 255, 255, 0)[: len(mode)])
    draw = ImageDraw.Draw(image)
    for line in range(30):
        draw.text((5, 13 * line), "Le poids d'une page " * 4, fill=(20, 20, 90, 255)[: len(mode)])
    return image


def saved(image, form, **options):
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()
