import io
from typing import Any

from django.db import migrations, models
from PIL import Image


def tell_blank_ones(apps: Any, schema_editor: Any) -> None:
    """Masks that were sent or cleared before this column came are found by looking at them."""
    Draft = apps.get_model("editor", "Draft")
    for draft in Draft.objects.all().iterator(chunk_size=8):
        with Image.open(io.BytesIO(bytes(draft.mask))) as mask:
            painted = mask.convert("RGBA").getchannel("A").getextrema()[1]
        if not painted:
            Draft.objects.filter(pk=draft.pk).update(blank=True)


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0003_providers"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="blank",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(tell_blank_ones, migrations.RunPython.noop),
    ]
