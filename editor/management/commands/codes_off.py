"""`manage.py codes_off NAME`: for whoever lost phone and recovery codes and has no reviewer to ask."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from editor.actions.people.two_steps import app_of, forget_app
from editor.models import User


class Command(BaseCommand):
    help = "Lets somebody who lost phone and recovery codes sign in with one step again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name or e-mail address they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        found = User.objects.filter(Q(username=name) | Q(email__iexact=name)).first()
        if found is None:
            raise CommandError(f"Nobody signs in as {name}.")
        if app_of(found) is None:
            raise CommandError(f"{found.called} signs in with one step already.")
        forget_app(found)
        self.stdout.write(f"{found.called} signs in without a code now.")
