"""A picture and its mask through a service's limits, and the result back at full resolution.

plan      which region goes, at what size          plan(size, mask, limits) -> Plan
cut       that region, ready for the wire          cut(picture, mask, plan) -> (picture, mask)
encode    as bytes the service takes               encode(picture, limits) -> (bytes, media type)
prepare   the three together                       prepare(picture, mask, limits) -> Prepared
as_stored the file itself, where it may go as is   as_stored(bare, plan, limits) -> (bytes, media type)
put_back  the service's result, full size again    put_back(result, plan, parent) -> picture
"""

from .encoding import encode
from .errors import CannotFit, WrongShape
from .limits import FitLimits, Format
from .parts import MOST_PARTS, describe_parts, part_masks, plan_parts, worth_splitting
from .pixels import cut, cut_mask, cut_picture, put_back, unfitted
from .planning import Plan, describe, plan, plan_box
from .prepare import Prepared, prepare
from .stored import as_stored

__all__ = [
    "MOST_PARTS",
    "CannotFit",
    "FitLimits",
    "Format",
    "Plan",
    "Prepared",
    "WrongShape",
    "as_stored",
    "cut",
    "cut_mask",
    "cut_picture",
    "describe",
    "describe_parts",
    "encode",
    "part_masks",
    "plan",
    "plan_box",
    "plan_parts",
    "prepare",
    "put_back",
    "unfitted",
    "worth_splitting",
]
