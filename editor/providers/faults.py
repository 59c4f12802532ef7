"""What is wrong with a setting as it is given: for `manage.py check` and the reviewer's page."""

from __future__ import annotations

from collections.abc import Mapping

from editor.http import BadCredential, base_origin, clean_credential
from editor.providers.base import Provider, Setting
from editor.providers.service import Service


def faults(cls: type[Provider], config: Mapping[str, str]) -> list[tuple[str, str]]:
    """(name, the end of a sentence that begins with it) for each setting that cannot be used; never a secret."""
    return [
        (setting.name, fault) for setting in cls.settings if (fault := _fault(cls, setting, config.get(setting.name)))
    ]


def _fault(cls: type[Provider], setting: Setting, value: str | None) -> str:
    if not value:
        return ""
    if fault := setting.fault(value):
        return fault
    try:
        if setting.secret:
            clean_credential(setting.name, value)
        if issubclass(cls, Service) and setting.name == cls.base_url_setting:
            base_origin(value)
    except BadCredential as error:
        return str(error).removeprefix(setting.name).strip(" .")
    except ValueError as error:
        return str(error)
    return ""
