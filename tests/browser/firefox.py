"""A Firefox for the tests, spoken to in WebDriver BiDi over its own loopback port; no driver program lies between.

`FirefoxPage` answers to the same few names as Playwright's `Page` (`goto`, `evaluate`, `mouse`, `keyboard`), so that
the helpers in tests/browser/painting.py serve both.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websocket import WebSocket, create_connection

NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
#: A file in its profile that says where it listens, once it does.
LISTENING = "WebDriverBiDiServer.json"
#: Seconds it may take to start on a busy machine.
PATIENCE = 90
BUTTONS = {"left": 0, "middle": 1, "right": 2}
#: WebDriver writes keys that are no characters with code points of its own.
KEYS = {
    "Alt": "\ue00a",
    "ArrowDown": "\ue015",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "ArrowUp": "\ue013",
    "Backspace": "\ue003",
    "Control": "\ue009",
    "Delete": "\ue017",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Shift": "\ue008",
    "Space": " ",
    "Tab": "\ue004",
}
#: Nothing but the page under test is asked for; `Firefox(…)` adds a test's own.
QUIET: dict[str, Any] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.download.alwaysOpenPanel": False,
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_open_during_load": False,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}


class Refused(Exception):
    """Firefox would not do a command."""


def installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def firefox(preferences: dict[str, Any] | None = None) -> Iterator[Firefox]:
    """A headless Firefox with a profile of its own, gone afterwards."""
    path = installed() or NAMES[0]
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as profile:
        downloads = Path(profile, "downloads")
        wanted = {**QUIET, "browser.download.dir": str(downloads), **(preferences or {})}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
        Path(profile, "user.js").write_text("\n".join(lines))
        command = [path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        environment = {**os.environ, "HOME": profile, "MOZ_HEADLESS_WIDTH": "1500", "MOZ_HEADLESS_HEIGHT": "1100"}
        silent = subprocess.DEVNULL
        with subprocess.Popen(command, env=environment, stdout=silent, stderr=silent) as process:
            try:
                socket = create_connection(_address(process, Path(profile)), suppress_origin=True, timeout=60)
                yield Firefox(socket, downloads)
            finally:
                process.terminate()


def _address(process: subprocess.Popen[bytes], profile: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(FileNotFoundError, ValueError):
            told = json.loads((profile / LISTENING).read_text())
            return f"ws://{told['ws_host']}:{told['ws_port']}/session"
        time.sleep(0.05)
    raise RuntimeError(f"Firefox did not start (it ended with {process.poll()})")


class Firefox:
    """One session: commands out, answers and events in."""

    def __init__(self, socket: WebSocket, downloads: Path) -> None:
        self.socket = socket
        self.downloads = downloads
        self.events: list[dict[str, Any]] = []
        self.sent = 0
        # A page that asks whether it may be left is left.
        self.call("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": {"default": "accept"}}})
        self.call("session.subscribe", events=["log.entryAdded"])

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": parameters}))
        while True:
            told: dict[str, Any] = json.loads(self.socket.recv())
            if told.get("id") != self.sent:
                self.events.append(told)
            elif told["type"] == "error":
                raise Refused(f"{method}: {told['message']}")
            else:
                result: dict[str, Any] = told["result"]
                return result

    def page(self, base_url: str, cookies: dict[str, str], size: tuple[int, int] = (1280, 720)) -> FirefoxPage:
        """A window of its own, sharing nothing with others, its inside of that size in CSS pixels."""
        user = self.call("browser.createUserContext")["userContext"]
        context = self.call("browsingContext.create", type="tab", userContext=user)["context"]
        self.call("browsingContext.setViewport", context=context, viewport={"width": size[0], "height": size[1]})
        for name, value in cookies.items():
            cookie = {"name": name, "value": {"type": "string", "value": value}, "domain": urlsplit(base_url).hostname}
            self.call("storage.setCookie", cookie=cookie, partition={"type": "storageKey", "userContext": user})
        return FirefoxPage(self, context, base_url)


class FirefoxPage:
    def __init__(self, browser: Firefox, context: str, base_url: str) -> None:
        self.browser = browser
        self.context = context
        self.base_url = base_url
        self.mouse = Mouse(self)
        self.keyboard = Keyboard(self)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.call(method, context=self.context, **parameters)

    def goto(self, path: str) -> None:
        self.call("browsingContext.navigate", url=f"{self.base_url}{path}", wait="complete")

    def reload(self) -> None:
        self.call("browsingContext.reload", wait="complete")

    def close(self) -> None:
        self.call("browsingContext.close")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, or what a function gives, as JSON can hold it; promises are waited for."""
        script = f"(async () => {{ const it = ({expression}); return typeof it === 'function' ? it() : it; }})()"
        script = f"{script}.then((value) => JSON.stringify(value))"
        told = self.browser.call(
            "script.evaluate", expression=script, target={"context": self.context}, awaitPromise=True
        )
        if told["type"] == "exception":
            raise Refused(told["exceptionDetails"]["text"])
        return json.loads(told["result"].get("value", "null"))

    def wait_for_timeout(self, timeout: float) -> None:
        time.sleep(timeout / 1000)

    def element(self, role: str, name: str) -> dict[str, Any]:
        """The one thing with this role and name, as people who listen to the page know it."""
        nodes = self._locate({"type": "accessibility", "value": {"role": role, "name": name}})
        assert len(nodes) == 1, f"{len(nodes)} × {role} “{name}”"
        return {"sharedId": nodes[0]["sharedId"]}

    def click(self, role: str, name: str) -> None:
        self._click(self.element(role, name))

    def click_at(self, selector: str) -> None:
        (node,) = self._locate({"type": "css", "value": selector})
        self._click({"sharedId": node["sharedId"]})

    def _click(self, element: dict[str, Any]) -> None:
        middle = {"type": "element", "element": element}
        self.mouse.act({"type": "pointerMove", "x": 0, "y": 0, "origin": middle})
        self.mouse.down()
        self.mouse.up()

    def choose_files(self, selector: str, *paths: Path) -> None:
        """What a person picks for a file field."""
        (field,) = self._locate({"type": "css", "value": selector})
        self.call("input.setFiles", element={"sharedId": field["sharedId"]}, files=[str(path) for path in paths])

    def download(self, role: str, name: str) -> bytes:
        """What pressing that brings, as it lies in the folder for downloads; it is taken out of there."""
        self.click(role, name)
        for _ in range(300):
            # While it is written, a second file stands beside it.
            files = list(self.browser.downloads.glob("*"))
            if len(files) == 1 and files[0].stat().st_size and files[0].suffix != ".part":
                data = files[0].read_bytes()
                files[0].unlink()
                return data
            time.sleep(0.05)
        raise AssertionError(f"Nothing was downloaded by {name}")

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("browsingContext.captureScreenshot")["data"]))

    def troubles(self) -> list[str]:
        """Errors nobody caught so far, of this page."""
        self.browser.call("session.status")
        logged = [event["params"] for event in self.browser.events if event["method"] == "log.entryAdded"]
        mine = [each for each in logged if each["source"].get("context") == self.context]
        return [each["text"] for each in mine if (each["type"], each["level"]) == ("javascript", "error")]

    def _locate(self, locator: dict[str, Any]) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = self.call("browsingContext.locateNodes", locator=locator)["nodes"]
        return nodes


class Mouse:
    """A mouse whose every move is an event of its own: the next is sent when the page has had the one before."""

    def __init__(self, page: FirefoxPage) -> None:
        self.page = page
        self.at = (0.0, 0.0)

    def move(self, x: float, y: float, *, steps: int = 1) -> None:
        from_x, from_y = self.at
        for step in range(1, steps + 1):
            part = step / steps
            self.act({"type": "pointerMove", "x": from_x + (x - from_x) * part, "y": from_y + (y - from_y) * part})
        self.at = (x, y)

    def down(self, *, button: Any = "left") -> None:
        self.act({"type": "pointerDown", "button": BUTTONS[button]})

    def up(self, *, button: Any = "left") -> None:
        self.act({"type": "pointerUp", "button": BUTTONS[button]})

    def act(self, action: dict[str, Any]) -> None:
        source = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [action]}
        self.page.call("input.performActions", actions=[source])


class Keyboard:
    def __init__(self, page: FirefoxPage) -> None:
        self.page = page

    def down(self, key: str) -> None:
        self._act("keyDown", key)

    def up(self, key: str) -> None:
        self._act("keyUp", key)

    def press(self, keys: str) -> None:
        """One key, or several held together: `Control+z`."""
        held = keys.split("+") if len(keys) > 1 else [keys]
        for key in held:
            self.down(key)
        for key in reversed(held):
            self.up(key)

    def _act(self, kind: str, key: str) -> None:
        source = {"type": "key", "id": "keyboard", "actions": [{"type": kind, "value": KEYS.get(key, key)}]}
        self.page.call("input.performActions", actions=[source])
