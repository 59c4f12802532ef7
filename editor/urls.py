"""Eraser's addresses."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from editor.views import (
    batches,
    drafts,
    files,
    groups,
    orders,
    paint,
    people,
    previews,
    published,
    remote,
    submissions,
    theme,
    webhooks,
)

urlpatterns = [
    path("", orders.orders, name="orders"),
    path("photos/", orders.upload, name="upload"),
    path("photos/<int:pk>/original/", files.original, name="original"),
    path("orders/open/", remote.open_order, name="open_remote"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/history/", orders.order_history, name="history"),
    path("orders/<int:pk>/head/", orders.head, name="head"),
    path("orders/<int:pk>/finalise/", orders.finalise_order, name="finalise"),
    path("orders/<int:pk>/compare/<uuid:group>/", groups.group, name="group"),
    path("orders/<int:pk>/paint/", paint.paint, name="paint"),
    path("orders/<int:pk>/paint.json", paint.paint_json, name="paint_json"),
    path("orders/<int:pk>/draft/", drafts.draft, name="draft"),
    path("orders/<int:pk>/preview/", previews.preview_mask, name="preview"),
    path("orders/<int:pk>/submissions/", submissions.submit, name="submit"),
    path("orders/<int:pk>/alike/", batches.alike_orders, name="alike"),
    path("batches/", batches.submit, name="submit_batch"),
    path("batches/<uuid:batch>/", batches.batch, name="batch"),
    path("batches/<uuid:batch>.json", batches.batch_json, name="batch_json"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/mask.png", submissions.mask, name="submission_mask"),
    path("submissions/<int:pk>/cancel/", submissions.cancel, name="cancel"),
    path("submissions/<int:pk>/look/", submissions.look, name="look_again"),
    path("submissions/<int:pk>/anew/", submissions.anew, name="submit_anew"),
    path("submissions/<int:pk>/calls/", submissions.calls, name="calls"),
    path("revisions/<int:pk>/proxy.jpg", files.proxy, name="proxy"),
    path("revisions/<int:pk>/thumb.jpg", files.thumb, name="thumb"),
    path("revisions/<int:pk>/tiles/<int:level>/<int:x>-<int:y>.jpg", files.tile, name="tile"),
    path("revisions/<int:pk>/download/", files.download, name="download"),
    path("published/", published.picture, name="published"),
    path("webhooks/bria/", webhooks.bria, name="bria_webhook"),
    path("webhooks/aihomedesign/<str:secret>/", webhooks.aihomedesign, name="aihomedesign_webhook"),
    path("sign-in/", people.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("open/<str:token>/", people.open_link, name="open"),
    path("password/", people.password, name="password"),
    path("theme/", theme.choose, name="theme"),
    path("healthz/", people.health, name="health"),
]
