"""What can go wrong between here and a service, told apart by what it means for money.

DoorError
├── NotSent          certain: no byte of the request reached the service; making it again costs nothing
│   ├── Forbidden    this address, scheme or origin is never asked; repeating cannot help
│   └── BadCredential  a key or token holds something that cannot be sent; repeating cannot help
├── AnswerLost       sent, at least in part, and no complete usable answer came: the service may have done the work
├── TooLarge         sent, and the answer was larger than allowed
└── BadAnswer        a complete answer came that is not what was asked for (`status` says which)

No text here, nor in a chained error, ever holds the value of a credential.
"""


class DoorError(Exception):
    """A request that brought nothing usable. The text is for the log, not for the person."""


class NotSent(DoorError):
    pass


class Forbidden(NotSent):
    pass


class BadCredential(NotSent):
    pass


class AnswerLost(DoorError):
    pass


class TooLarge(DoorError):
    pass


class BadAnswer(DoorError):
    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status
