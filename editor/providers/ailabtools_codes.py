"""AILabTools' error names, by what they mean for the job. A name that is not here means what its status says."""

from __future__ import annotations

from editor.marking import gettext_noop as _
from editor.providers.base import (
    NotAuthorised,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Rejected,
    Unavailable,
    Unsupported,
)

_SWITCHED_OFF = _("AILabTools has switched this service off. Ask the person who runs this server to choose another.")

_SENTENCES: dict[type[ProviderError], str] = {
    Unsupported: "AILabTools cannot take this picture or mask.",
    NotAuthorised: "AILabTools does not accept its key. Ask the person who runs this server.",
    OutOfCredit: "The AILabTools account has no credit left.",
    Rejected: "AILabTools declined this picture.",
    RateLimited: "AILabTools is busy.",
    Unavailable: "AILabTools has a fault right now.",
}

_NAMES: dict[type[ProviderError], tuple[str, ...]] = {
    Unsupported: (
        "ERROR_HIGH_RESOLUTION",
        "ERROR_ILLEGAL_FILE",
        "ERROR_INVALID_FILE",
        "ERROR_LOW_RESOLUTION",
        "ERROR_MASK_IMAGE_RESOLUTION_MISMATCH",
        "ERROR_REQUEST_BODY_TOO_LARGE",
        "ERROR_UNSUPPORTED_GRAYSCALE_IMAGE",
        "FILE_DECODING_FAILURE",
        "FILE_RESOLUTION_EXCEEDS_LIMITS",
        "FILE_SIZE_EXCEEDS_LIMIT",
        "UNSUPPORTED_FILE_TYPES",
    ),
    NotAuthorised: (
        "ERROR_APPLICATIONS_NOT_EXISTS",
        "ERROR_ILLEGAL_OPERATION",
        "ERROR_USER_LOCKED",
        "ERROR_USER_NOT_EXISTS",
    ),
    OutOfCredit: ("ERROR_NOT_ENOUGH_CREDITS",),
    Rejected: (
        # What a service may say of the picture, and what it says of a request it does not understand.
        "ERROR_CONTENT_NON_COMPLIANCE",
        "ERROR_CONTENT_NOT_FOUND",
        "ERROR_CONTENT_TOO_LONG",
        "ERROR_DATA_ALREADY_EXISTS",
        "ERROR_FILE_NOT_FOUND",
        "ERROR_INCORRECT_FILE_COUNT",
        "ERROR_INVALID_OUTPUT_FORMAT",
        "ERROR_INVALID_PARAMETER",
        "ERROR_INVALID_PARAMETER_FORMAT",
        "ERROR_INVALID_RESPONSE_FORMAT",
        "ERROR_INVALID_URL",
        "ERROR_MISSING_OUTPUT_FORMAT",
        "ERROR_PARAMETERS",
        "ERROR_PARAMETER_CONVERSION_FAILED",
        "ERROR_RESOURCE_IN_USE",
        "ERROR_RESOURCE_NOT_FOUND",
        "ERROR_RESOURCE_RECLAIMED",
        "ERROR_TASK_CONFLICT",
        "ERROR_TASK_REVOCATION_FAILED",
        "ERROR_TASK_REVOKED",
        "ERROR_TASK_STOPPED_PROCESSING",
        "ERROR_TOO_MANY_FILES",
        "ERROR_UNSUPPORTED_RESPONSE_FORMAT",
        "FILE_CONTENT_NON_COMPLIANCE",
        "MISSING_PARAMETERS",
        "PARAMETERS_CANNOT_EMPTY",
        "PROCESSING_FAILURE",
        "UNSUPPORTED_PARAMETER_VALUES",
    ),
    RateLimited: ("ERROR_BATCH_TASK_LIMIT_EXCEEDED", "ERROR_DATABASE_LIMIT_EXCEEDED", "EXCEEDING_LIMITS"),
    Unavailable: (
        "AI_SERVICE_ERROR",
        "AI_SERVICE_FLOW_RESTRICTION",
        "AI_SERVICE_INTERNAL_ERROR",
        "AI_SERVICE_NOT_FOUND",
        "AI_SERVICE_TIMEOUT",
        "AI_SERVICE_UNAUTHORIZED",
        "ERROR_DATA_TRANSFER_FAILED",
        "ERROR_FILE_DOWNLOAD_FAILED",
        "ERROR_FILE_DOWNLOAD_TIMEOUT",
        "ERROR_FILE_UPLOAD_FAILED",
        "ERROR_GATEWAY",
        "ERROR_IMAGE_STORAGE_NOT_SUPPORTED",
        "ERROR_INSUFFICIENT_RESOURCES",
        "ERROR_RESOURCE_IN_TRANSIT",
        "ERROR_RESOURCE_UNAVAILABLE",
        "ERROR_RESPONSE_BODY_TOO_LARGE",
        "FILE_SERVICE_ERROR",
        "SERVICE_INTERNAL_ERROR",
        "UNKNOWN_ERROR",
    ),
}

CODES: dict[str, tuple[type[ProviderError], str]] = {
    **{name: (kind, _SENTENCES[kind]) for kind, names in _NAMES.items() for name in names},
    "ERROR_AI_NOT_EXISTS": (Unsupported, _SWITCHED_OFF),
}
