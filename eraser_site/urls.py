"""The site's addresses."""

from __future__ import annotations

from django.urls import include, path

from editor.admin import desk

urlpatterns = [path("", include("editor.urls")), path("admin/", desk.urls)]
