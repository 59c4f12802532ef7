"""What `manage.py check` finds in the services' settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from editor.checks import check_providers, check_select

KEYS = {"WONDERSHARE_APP_KEY": "app", "WONDERSHARE_APP_SECRET": "s3cret-of-the-office"}


def found(settings: Any, config: dict[str, str], public: str = "https://eraser.example.com") -> list[str]:
    settings.PROVIDER_CONFIG, settings.PUBLIC_BASE_URL = config, public
    return [message.msg for message in check_providers()]


def test_nothing_configured_is_nothing_wrong(settings: Any) -> None:
    assert found(settings, {}, "") == []


def test_a_whole_configuration_is_nothing_wrong(settings: Any) -> None:
    assert found(settings, {**KEYS, "BRIA_API_TOKEN": "t0ken\n", "TRUSTED_RESULT_HOSTS": "cdn.example.com"}) == []


def test_half_a_configuration_names_the_missing_half(settings: Any) -> None:
    (message,) = found(settings, {"WONDERSHARE_APP_KEY": "app"})
    assert message == "Wondershare is set up in part: WONDERSHARE_APP_SECRET is missing."


def test_photos_that_are_fetched_need_an_address(settings: Any) -> None:
    assert found(settings, KEYS, "") == ["Wondershare fetches photos itself, which needs PUBLIC_BASE_URL."]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (
            {"BRIA_API_TOKEN": "t", "BRIA_BASE_URL": "https://bria.example.com/v2"},
            "BRIA_BASE_URL must end after the host",
        ),
        ({"BRIA_API_TOKEN": "t", "BRIA_BASE_URL": "bria"}, "BRIA_BASE_URL is not the address of a service"),
        (
            {"BRIA_API_TOKEN": "t", "BRIA_REQUESTS_PER_MINUTE": "many"},
            "BRIA_REQUESTS_PER_MINUTE must be a whole number",
        ),
        ({"BRIA_API_TOKEN": "t\u00e4st"}, "BRIA_API_TOKEN has a character in it that cannot be sent"),
        ({"AIHOMEDESIGN_API_KEY": "k", "AIHOMEDESIGN_API_VERSION": "v2"}, "AIHOMEDESIGN_API_VERSION must be v1 or v3"),
        ({"TRUSTED_RESULT_HOSTS": "cdn.example.com/results"}, "TRUSTED_RESULT_HOSTS:"),
    ],
)
def test_a_malformed_setting_is_named(settings: Any, config: dict[str, str], words: str) -> None:
    (message,) = found(settings, config)
    assert words in message
    assert "t\u00e4st" not in message


def test_a_malformed_public_address_is_named(settings: Any) -> None:
    assert "PUBLIC_BASE_URL must end after" in found(settings, {}, "https://eraser.example.com/app")[0]


def found_about_select(settings: Any, encoder: str, decoder: str) -> list[str]:
    settings.SAM_ENCODER, settings.SAM_DECODER = encoder, decoder
    return [message.msg for message in check_select()]


def test_smart_select_needs_no_model(settings: Any) -> None:
    assert found_about_select(settings, "", "") == []


def test_half_a_pair_of_models_names_the_missing_half(settings: Any) -> None:
    assert found_about_select(settings, "encoder.onnx", "") == [
        "Smart select is set up in part: SAM_DECODER is missing."
    ]


def test_models_that_are_none_are_named(settings: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes.onnx"
    notes.write_bytes(b"these are not the weights")

    (message,) = found_about_select(settings, str(notes), str(notes))

    assert message.startswith("SAM_ENCODER and SAM_DECODER cannot be used: ")
    assert "notes.onnx" in message
