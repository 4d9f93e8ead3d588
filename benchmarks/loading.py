"""The page's first visit: what travels until a person can draw."""

from __future__ import annotations

from typing import Any

from benchmarks.budgets import counted
from benchmarks.figures import Figure
from benchmarks.page import open_page, wait_until_painted


def measure(*, quick: bool) -> list[Figure]:
    """Requests and bytes, headers included, from an empty cache to the first painted trace."""
    with open_page() as (page, url):
        network = page.context.new_cdp_session(page)
        started: list[dict[str, Any]] = []
        finished: list[dict[str, Any]] = []
        network.on("Network.requestWillBeSent", lambda event: started.append(event))
        network.on("Network.loadingFinished", lambda event: finished.append(event))
        network.send("Network.enable")
        page.goto(url)
        wait_until_painted(page)
        painted = page.evaluate("performance.timeOrigin / 1000 + notebook.paintings[0].done / 1000")
        first_visit = page.evaluate("notebook.paintings[0].done")
        page.wait_for_timeout(200)
    sent = [each for each in started if each["wallTime"] <= painted]
    clock = sent[0]["wallTime"] - sent[0]["timestamp"]
    received = [each for each in finished if each["timestamp"] + clock <= painted]
    return [
        counted(
            "first visit, transferred",
            sum(each["encodedDataLength"] for each in received) / 1000,
        ),
        counted("first visit, requests", len(sent)),
        counted("first visit, until painted", first_visit),
    ]
