"""Every provider behind HTTP, with its stand-in: the contract runs over these rows. A new provider adds one.

Two rows may be one provider configured differently: `name` tells them apart in the tests' names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from editor.providers.aihomedesign import AIHomeDesign
from editor.providers.ailabtools import AILabTools
from editor.providers.aithriving import AIThriving
from editor.providers.base import Publish
from editor.providers.bria import Bria
from editor.providers.iopaint import IOPaint
from editor.providers.service import Service
from editor.providers.wondershare import Wondershare
from tests.fakes import aihomedesign as fake_aihomedesign
from tests.fakes import ailabtools as fake_ailabtools
from tests.fakes import aithriving as fake_aithriving
from tests.fakes import bria as fake_bria
from tests.fakes import iopaint as fake_iopaint
from tests.fakes import wondershare as fake_wondershare
from tests.fakes.erasing import Eraser
from tests.fakes.server import Reply


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`key` is the name of the setting with the key ("" where there is none), `billing` and `poll` are method and path
    (a pattern) of the calls, `free` where no call costs anything; `out_of_credit` is how the service says that the
    account is empty, None where it has no such word. `publish` makes the links a service fetches pictures from."""

    name: str
    provider: type[Service]
    fake: Callable[[], Eraser]
    key: str
    billing: tuple[str, str]
    poll: tuple[str, str] | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    free: bool = False
    out_of_credit: Reply | None = field(default_factory=lambda: Reply(402, json={"error": "payment required"}))
    publish: Callable[[Eraser], Publish] | None = None

    def config(self, fake: Eraser) -> dict[str, str]:
        """What the provider is configured with to ask this stand-in."""
        key = {self.key: fake.key} if self.key else {}
        return {self.provider.base_url_setting: fake.url, **key, **self.settings}


ENTRIES = (
    Entry(
        name="aihomedesign",
        provider=AIHomeDesign,
        fake=fake_aihomedesign.AIHomeDesign,
        key="AIHOMEDESIGN_API_KEY",
        billing=("POST", "/v1/order"),
        poll=("GET", fake_aihomedesign.LAST_IMAGE),
    ),
    Entry(
        name="aihomedesign-v3",
        provider=AIHomeDesign,
        fake=fake_aihomedesign.AIHomeDesign,
        key="AIHOMEDESIGN_API_KEY",
        settings={"AIHOMEDESIGN_API_VERSION": "v3"},
        billing=("POST", "/v3/process"),
        poll=("GET", fake_aihomedesign.PROCESS),
    ),
    Entry(
        name="bria",
        provider=Bria,
        fake=fake_bria.Bria,
        key="BRIA_API_TOKEN",
        billing=("POST", fake_bria.ERASE),
        poll=("GET", fake_bria.STATUS),
    ),
    Entry(
        name="bria-sync",
        provider=Bria,
        fake=fake_bria.Bria,
        key="BRIA_API_TOKEN",
        settings={"BRIA_SYNC": "1"},
        billing=("POST", fake_bria.ERASE),
    ),
    Entry(
        name="aithriving",
        provider=AIThriving,
        fake=fake_aithriving.AIThriving,
        key="AITHRIVING_API_KEY",
        billing=("POST", fake_aithriving.ERASE),
    ),
    Entry(
        name="ailabtools",
        provider=AILabTools,
        fake=fake_ailabtools.AILabTools,
        key="AILABTOOLS_API_KEY",
        billing=("POST", fake_ailabtools.EDITING),
        out_of_credit=Reply(429, json=fake_ailabtools.said(429, "ERROR_NOT_ENOUGH_CREDITS")),
    ),
    Entry(
        name="ailabtools-advanced",
        provider=AILabTools,
        fake=fake_ailabtools.AILabTools,
        key="AILABTOOLS_API_KEY",
        settings={"AILABTOOLS_ENDPOINT": "remove-objects-advanced"},
        billing=("POST", fake_ailabtools.EDITING),
        out_of_credit=Reply(429, json=fake_ailabtools.said(429, "ERROR_NOT_ENOUGH_CREDITS", older_form=False)),
    ),
    Entry(
        name="wondershare",
        provider=Wondershare,
        fake=fake_wondershare.Wondershare,
        key="WONDERSHARE_APP_SECRET",
        settings={"WONDERSHARE_APP_KEY": fake_wondershare.APP_KEY},
        billing=("POST", fake_wondershare.BATCH),
        poll=("GET", fake_wondershare.RESULT),
        out_of_credit=Reply(json={"code": 490027, "msg": "insufficient balance"}),
        publish=fake_wondershare.publisher,
    ),
    Entry(
        name="iopaint",
        provider=IOPaint,
        fake=fake_iopaint.IOPaint,
        key="",
        billing=("POST", fake_iopaint.INPAINT),
        free=True,
        out_of_credit=None,
    ),
)
