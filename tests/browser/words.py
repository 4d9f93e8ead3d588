"""What the page prints, to be compared with numbers."""

from __future__ import annotations

import re

from playwright.sync_api import Locator


def texts(locator: Locator) -> list[str]:
    """Every text of what a locator finds, once it finds anything: tables are filled when open."""
    locator.first.wait_for(state="attached")
    return locator.all_inner_texts()


def numbers(text: str) -> list[str]:
    """Every number in a text, as Python writes it."""
    return re.findall(r"-?(?:\d+(?:\.\d+)?|(?<!\d)\.\d+)", text.replace("−", "-").replace("+", ""))


def shows(text: str, value: float) -> bool:
    """Whether a shown number is a value to its last digit."""
    (number,) = numbers(text)
    decimals = len(number.partition(".")[2])
    return abs(float(number) - value) <= 0.5 * 10**-decimals + 2e-5
