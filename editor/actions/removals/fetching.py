"""Results that a service keeps behind a link."""

from __future__ import annotations

from editor.http import AnswerLost, BadAnswer, DoorError, Forbidden, NotSent
from editor.providers.base import BadResponse, Control, Unavailable
from editor.providers.service import AGAIN_SECONDS, Service

RESULT_BYTES = 256 * 2**20
"""A lossless picture of 100 MP, with room to spare."""


def fetched(provider: Service, url: str, control: Control) -> bytes:
    """The bytes behind a link that a service gave; fetching again is free. Raises ProviderError."""
    name = provider.label
    try:
        return provider.door(control).fetch_result(url, max_bytes=RESULT_BYTES)
    except Forbidden as error:
        raise BadResponse(f"{name}'s result lies at an address that is not allowed here.", detail=str(error)) from error
    except (NotSent, AnswerLost) as error:
        raise Unavailable(
            f"{name}'s result could not be fetched.", detail=str(error), retry_after=AGAIN_SECONDS
        ) from error
    except BadAnswer as error:
        if error.status == 429 or error.status >= 500:
            raise Unavailable(
                f"{name}'s result could not be fetched.", detail=str(error), retry_after=AGAIN_SECONDS
            ) from error
        raise BadResponse(f"The link to {name}'s result does not work any more.", detail=str(error)) from error
    except DoorError as error:
        raise BadResponse(f"{name} sent more than can be taken.", detail=str(error)) from error
