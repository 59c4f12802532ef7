"""The submission state machine: claim, one step at the provider, and what its answer means.

    queued ─▶ submitting ─▶ processing ─▶ succeeded | failed | canceled
                  └─▶ outcome_unknown ─▶ processing (somebody looks again)

The row decides, the queue only wakes it. `advance` may be called by anybody, as often as they like: a conditional
UPDATE lets one caller through, and a lease, renewed while that caller lives, keeps the others out.

A call that may bill is announced in the row (`submitting`) before it is made. Finding that announcement on a row
whose lease lapsed means that the answer was lost: the call is never made again by itself. Steps whose calls are
free skip `submitting` and are simply made again.

    asking      start, resume, look_again of the provider; its pictures fitted first, the plan committed with the call
    delivering  the answer is committed: its link is fetched, free to repeat; the bytes are kept as they came
    placing     from the kept bytes: decode, put back, composite, record

Where a process can die, and what becomes of the row:

    after the claim, before the announcement    taken up again: nothing was sent
    from the announcement to the answer's commit    outcome_unknown, also when the answer came but could not be kept
    in a free step (a poll, a download, the built-in engine)    taken up again, at most MAX_ATTEMPTS times in a row
    while a kept result is placed    taken up again from the kept bytes

Work a service was given and may bill is never called failed on a guess: only its own refusal, or an adapter's word
that repeating is harmless (`retry_after`), says that a call was not taken.
"""

from editor.jobs.advancing import advance, due
from editor.jobs.closing import close, closings_due
from editor.jobs.opening import bring, openings_due
from editor.jobs.words import (
    INTERNAL,
    KEPT,
    LATE,
    LOST,
    MAX_ATTEMPTS,
    MAY_HAVE_BILLED,
    NOT_KNOWN,
    NOT_STORED,
    UNREADABLE,
    WORN_OUT,
)

__all__ = [
    "INTERNAL",
    "KEPT",
    "LATE",
    "LOST",
    "MAX_ATTEMPTS",
    "MAY_HAVE_BILLED",
    "NOT_KNOWN",
    "NOT_STORED",
    "UNREADABLE",
    "WORN_OUT",
    "advance",
    "bring",
    "close",
    "closings_due",
    "due",
    "openings_due",
]
