"""What lies between a browser and the server: fair weather, and all the ways in which it fails."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from playwright.sync_api import BrowserContext, Error, Route

Weather = Literal["fair", "refusing", "gone", "lost", "cut off", "hanging"]
WEATHERS: list[Weather] = ["fair", "fair", "refusing", "gone", "lost", "cut off", "hanging"]


class Device:
    """One browser of the person's, and the weather between it and the server."""

    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name, self.context = name, context
        self.weather: Weather = "fair"
        self.hanging: list[Route] = []
        context.route("**/draft/", self._carry)
        context.route("**/submissions/", self._carry)

    def becomes(self, weather: Weather) -> None:
        self.weather = weather
        for route in self.hanging:
            with suppress(Error):
                route.abort()
        self.hanging = []

    def _carry(self, route: Route) -> None:
        with suppress(Error):
            if self.weather == "fair":
                route.continue_()
            elif self.weather == "refusing":
                route.fulfill(status=502, body="<html>Bad gateway")
            elif self.weather == "gone":
                route.abort()
            elif self.weather == "hanging":
                self.hanging.append(route)
            elif self.weather == "cut off":
                # The status and the headers arrive; of the words, half.
                answer = route.fetch()
                route.fulfill(status=answer.status, body=answer.body()[: len(answer.body()) // 2])
            else:
                route.fetch()
                route.abort()
