"""Accessibility: axe finds nothing on any stage, in either theme."""

from __future__ import annotations

from model.data.sources import Dataset
from tests.browser.conftest import OpenPage
from tests.browser.explorer import LABS, STAGES
from tests.browser.server import ROOT
from tests.conftest import skip_without

AXE = ROOT / "node_modules/axe-core/axe.min.js"

VIOLATIONS = """
    async () => {
      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) =>
          `${id} at ${target.join(" ")}: ${any[0]?.message ?? ""}`));
    }
"""


def test_axe_finds_nothing_on_any_stage_in_either_theme(new_page: OpenPage, mnist: Dataset) -> None:
    if not AXE.exists():
        skip_without("axe-core (npm ci)")
    explorer = new_page(bypass_csp=True).open()
    explorer.page.add_script_tag(path=AXE)
    found = {}
    for stage in (*STAGES, *LABS):
        explorer.open_stage(stage)
        for theme in ("light", "dark"):
            explorer.page.emulate_media(color_scheme=theme)
            explorer.page.wait_for_selector(f'html[data-theme="{theme}"]')
            found[stage, theme] = explorer.page.evaluate(VIOLATIONS)
    assert {place: faults for place, faults in found.items() if faults} == {}
