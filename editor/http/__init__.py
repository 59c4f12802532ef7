"""The only outbound door. Knows no Django; configuration comes in through the constructor of Door."""

from .answer import Answer
from .calls import Call, Record
from .door import Door, File
from .errors import AnswerLost, BadAnswer, BadCredential, DoorError, Forbidden, NotSent, TooLarge
from .origins import TrustedHosts, base_origin, clean_credential
from .wire import Net

__all__ = [
    "Answer",
    "AnswerLost",
    "BadAnswer",
    "BadCredential",
    "Call",
    "Door",
    "DoorError",
    "File",
    "Forbidden",
    "Net",
    "NotSent",
    "Record",
    "TooLarge",
    "TrustedHosts",
    "base_origin",
    "clean_credential",
]
