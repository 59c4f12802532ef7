"""The site's addresses."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from editor.admin import desk

urlpatterns = [
    path("", include("editor.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", desk.urls),
]
