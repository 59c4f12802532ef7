"""Deleting files that have grown old: originals, masks and results. Rows, sums and small pictures stay.

The rule: nothing is touched of an order that is still open for work (to paint, to review, changes asked, approved),
nor of one at which something is being removed. A file is as old as the last change of its order.

    canceled    the original, every mask, every result
    finalised   every mask; results beside the way that led to the final picture;
                the original only where that was asked for by name, and never where it is the final picture itself

A mask of a removal whose outcome is unknown stays: what became of it may still be asked.
"""

from editor.actions.desk.retention.dropping import drop, finish_halfway
from editor.actions.desk.retention.due import Ages, Kind, Old, old_files, orders_behind
from editor.actions.desk.retention.survey import Tally, survey

__all__ = ["Ages", "Kind", "Old", "Tally", "drop", "finish_halfway", "old_files", "orders_behind", "survey"]
