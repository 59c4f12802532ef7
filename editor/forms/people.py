"""What people say of themselves and reviewers of everybody: names, addresses, groups, codes; and signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.forms import RELOAD
from editor.models import Role, User

NO_ADDRESS = _("Enter an e-mail address, as in agnes@example.com.")


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("This name and password do not belong together. Check both and try again."),
        "inactive": _("This account is closed. Ask a reviewer to open it again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name or e-mail address")

    def clean_username(self) -> str:
        """An address stands for the name of whoever it belongs to; before anything is counted as a wrong try."""
        word: str = self.cleaned_data["username"]
        if "@" not in word:
            return word
        names = User.objects.filter(email__iexact=word).values_list("username", flat=True)
        return word if len(names) != 1 else names[0]


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter a name."), "max_length": _("A name has at most 150 letters here.")},
    )


def _email(*, required: bool, autocomplete: str = "email") -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        required=required,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": autocomplete}),
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), NO_ADDRESS),
    )


class OwnForm(forms.Form):
    """What people change of their own account. A new address needs the password, where there is one."""

    name = _name()
    email = _email(required=False)
    wants_digest = forms.BooleanField(
        label=_("Tell me by e-mail, too"),
        required=False,
        help_text=_("What happens to your photos, gathered in one e-mail, while you have not read it here."),
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("Only to change the e-mail address."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        own = {"name": user.get_full_name(), "email": user.email, "wants_digest": user.wants_digest}
        super().__init__(*args, **{"initial": own, **kwargs})
        self._user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        changed = cleaned.get("email", self._user.email) != self._user.email
        if changed and "password" in self.fields and not self._user.check_password(cleaned.get("password", "")):
            self.add_error("password", gettext("Enter your password to change the e-mail address."))
        return cleaned


class PersonForm(forms.Form):
    """What a reviewer changes of somebody's account."""

    name = _name()
    email = _email(required=False, autocomplete="off")
    roles = forms.TypedMultipleChoiceField(
        label=_("Groups"),
        choices=Role.choices,
        coerce=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": RELOAD,
            "invalid_list": RELOAD,
            "required": _("Choose at least one group: it says what they may do."),
        },
    )


class InviteForm(PersonForm):
    email = _email(required=True, autocomplete="off")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].required = True


class PersonActForm(forms.Form):
    """What a reviewer does with somebody's account."""

    class Act(TextChoices):
        CLOSE = "close"
        OPEN = "open"
        SIGN_OUT = "sign_out"
        REMOVE_APP = "remove_app"
        INVITE_AGAIN = "invite_again"

    act = forms.TypedChoiceField(
        choices=Act.choices, coerce=Act, error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )


class AddressForm(forms.Form):
    """Whose password was forgotten."""

    email = _email(required=True)


class CodeForm(forms.Form):
    """A code of the app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=dict.fromkeys(("required", "max_length"), _("Enter the six digits that the app shows.")),
    )


class CodesForm(CodeForm):
    """The same, and what it is for. `on` takes a code of the new app only."""

    class Act(TextChoices):
        ON = "on"
        RENEW = "renew"
        OFF = "off"

    act = forms.TypedChoiceField(
        choices=Act.choices, coerce=Act, error_messages=dict.fromkeys(("invalid_choice", "required"), RELOAD)
    )
