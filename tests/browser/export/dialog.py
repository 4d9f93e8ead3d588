"""The dialog that saves and copies, as a person uses it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.explorer import Explorer

SVG = "{http://www.w3.org/2000/svg}"


def open_export(explorer: Explorer) -> Locator:
    """The dialog, with the program of what the page shows."""
    explorer.page.get_by_role("button", name="Export", exact=True).click()
    dialog = explorer.page.locator("#export[open]")
    expect(dialog.locator("pre")).to_contain_text("from model import load")
    return dialog


def save(explorer: Explorer, dialog: Locator, name: str, folder: Path) -> Path:
    """The file that a button of the dialog saves."""
    return saved_by(explorer, dialog.get_by_role("button", name=name, exact=True), folder)


def saved_by(explorer: Explorer, button: Locator, folder: Path) -> Path:
    """The file that a button saves."""
    with explorer.page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def words_of(root: ET.Element) -> list[str]:
    """Every line of type in a figure, in order."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]
