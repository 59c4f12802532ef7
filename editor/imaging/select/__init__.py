"""Smart select: the outline of the object at a point or in a box, from nothing but the pixels.

Coarse first: GrabCut on at most 48,000 pixels (`guess` finds where to look when there is only a point, `cutting` runs
it). Then the edge is drawn anew at up to 1 MP by the colours on its two sides, and brought to full size (`edge`).
The same question always has the same answer.
"""

from .ask import Found, Point, clipped, drawn, find_at, find_in
from .cutting import Box, Coarse, Pixels
from .deadline import Deadline
from .further import Place, bettered

__all__ = [
    "Box",
    "Coarse",
    "Deadline",
    "Found",
    "Pixels",
    "Place",
    "Point",
    "bettered",
    "clipped",
    "drawn",
    "find_at",
    "find_in",
]
