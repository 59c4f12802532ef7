"""The site's addresses."""

from __future__ import annotations

from django.urls import include, path

from editor.admin import desk
from editor.views.people import language

urlpatterns = [
    path("", include("editor.urls")),
    path("language/", language.choose, name="set_language"),
    path("admin/", desk.urls),
]
