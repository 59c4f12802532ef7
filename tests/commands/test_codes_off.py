"""Whoever runs the server lets somebody back in who lost phone and recovery codes."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_totp.models import TOTPDevice

from editor.models import User
from tests.codes import with_codes


@pytest.mark.parametrize("name", ["dana", "DANA@example.com"])
def test_dana_signs_in_with_one_step_again(
    name: str, dana: User, agnes: User, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.filter(pk=dana.pk).update(email="dana@example.com")
    with_codes(dana)
    with_codes(agnes)
    call_command("codes_off", name)
    assert capsys.readouterr().out == "Dana signs in without a code now.\n"
    assert TOTPDevice.objects.get().user == agnes


@pytest.mark.parametrize(("name", "sentence"), [("nobody", "Nobody signs in as nobody."), ("dana", "one step already")])
@pytest.mark.usefixtures("dana")
def test_a_name_nobody_has_and_one_without_codes_are_told(name: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("codes_off", name)
