"""The three groups, and everybody who is here already in theirs: nobody loses what they could do."""

from typing import Any

from django.db import migrations
from django.db.models import Q

ROLES = ("designer", "agent", "reviewer")


def put_in_groups(apps: Any, _editor: Any) -> None:
    groups = [apps.get_model("auth", "Group").objects.get_or_create(name=name)[0] for name in ROLES]
    people = apps.get_model("editor", "User").objects
    reviewing = Q(is_staff=True) | Q(is_superuser=True)
    for person in people.filter(reviewing):
        person.groups.add(*groups)
    # Whoever came by themselves could upload, paint and finalise their own photos, and still can.
    for person in people.exclude(reviewing):
        person.groups.add(groups[0])


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0010_listings_and_review"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(put_in_groups, migrations.RunPython.noop)]
