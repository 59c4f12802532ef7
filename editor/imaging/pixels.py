"""Any decoded picture into a working picture: 8 bit, RGB or RGBA, in an RGB colour space."""

from PIL import Image


def working(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
