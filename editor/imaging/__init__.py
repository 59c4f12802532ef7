"""Pictures and masks: hostile bytes in, upright pixels out. Pure; knows Pillow and numpy, never Django.

Pillow's own bomb guard is set here, once and on purpose. Its default warns above 89 megapixels, where real
photos of 100 live. Our gate (photo.py) checks every upload against Limits before a pixel is decoded, so Pillow's
guard is only the second fence, at the largest size a Limits may ever allow: beyond it Pillow warns, beyond twice
of it Pillow refuses.
"""

from PIL import Image

from .limits import CEILING_PIXELS

Image.MAX_IMAGE_PIXELS = CEILING_PIXELS
