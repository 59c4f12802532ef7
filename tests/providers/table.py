"""Every provider behind HTTP, with its stand-in: the contract runs over these rows. A new provider adds one.

Two rows may be one provider configured differently: `name` tells them apart in the tests' names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from editor.providers.aihomedesign import AIHomeDesign
from editor.providers.base import Publish
from editor.providers.bria import Bria
from editor.providers.service import Service
from tests.fakes import aihomedesign as fake_aihomedesign
from tests.fakes import bria as fake_bria
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
)
