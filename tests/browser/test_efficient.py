"""A network with self-attention routing: every stage and lab opens with its own numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import torch
from playwright.sync_api import expect

from model.analysis.ablation import keep_all_but, route_kept
from model.checkpoints.card import Card
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import save_checkpoint
from model.network.capsule_network import CapsuleNetwork
from model.network.efficient import EfficientCapsNet, EfficientCapsNetConfig
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import LABS, STAGES, Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.server import serve
from tests.browser.test_accessibility import AXE, VIOLATIONS
from tests.browser.words import numbers, shows
from tests.conftest import skip_without

CONFIG = EfficientCapsNetConfig(
    conv1_kernels=6,
    kernels=(8, 8, 12),
    primary_types=4,
    primary_dimensions=3,
    digit_dimensions=5,
    decoder_hidden=(12, 16),
)
SECOND_ROW_OF_PAIRS = """
    (root) => [...root.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].slice(0, 3).map(({ textContent }) => textContent))
"""


@pytest.fixture(scope="module")
def attentive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small network with random weights, and priors, as training would make them."""
    torch.manual_seed(2)
    network = EfficientCapsNet(CONFIG).eval().requires_grad_(False)
    network.digits.weight.mul_(6)
    network.digits.prior.normal_(std=0.05)
    path = tmp_path_factory.mktemp("attentive") / "attentive.safetensors"
    card = Card(title="MNIST", dataset="mnist", class_names=tuple("0123456789"), recipe={})
    save_checkpoint(path, config=CONFIG, card=card, tensors=network.state_dict())
    return path


@pytest.fixture(scope="module")
def both(checkpoints: tuple[Path, ...], attentive: Path) -> dict[str, CapsuleNetwork]:
    return {path.stem: load_checkpoint(path).capsnet for path in (checkpoints[0], attentive)}


@pytest.fixture(scope="module")
def address(checkpoints: tuple[Path, ...], attentive: Path) -> Iterator[str]:
    with serve((checkpoints[0], attentive)) as url:
        yield url


@pytest.fixture
def make(pages: Pages, address: str, both: dict[str, CapsuleNetwork]) -> Iterator[OpenPage]:
    """Maker of pages of a server that has both kinds of networks."""
    with opening_pages(pages, address, both) as make:
        yield make


def drawn(make: OpenPage, samples: dict[int, Strokes], stage: str = "routing") -> Explorer:
    """A page of the attentive network with a freshly drawn 4."""
    explorer = make().open(f"?model=attentive&stage={stage}")
    explorer.page.wait_for_selector(f'body[data-stage="{stage}"]')
    explorer.clear()
    explorer.draw(samples[4])
    return explorer


def test_it_is_changed_to_and_back_with_every_stage_and_lab_showing_its_own_numbers(
    make: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = make().open()
    # Nothing lies beside its file: no errors of held-out pictures were measured.
    explorer.expect_problems(r"404 \(NOT FOUND\).*/errors")
    explorer.clear()
    explorer.draw(samples[4])
    network = explorer.page.get_by_role("combobox", name="Network")
    iterations = explorer.page.get_by_role("combobox", name="Routing iterations")
    # Both were made for the same pictures.
    expect(network.locator("option")).to_have_text(
        [re.compile(r"^CapsNet, MNIST \(0\.\d\d % error\)$"), "Efficient-CapsNet, MNIST"]
    )
    iterations.select_option("5")
    explorer.rest()
    for stage in (*STAGES, *LABS):
        explorer.open_stage(stage)
        network.select_option("attentive")
        expect(iterations).to_be_disabled()
        expect(iterations.locator("option")).to_have_text(["1 pass (no choice)"])
        explorer.until(lambda: explorer.sent().query["model"] == "attentive")
        explorer.expect_lengths()
        assert "routing" not in explorer.sent().query
        cards = explorer.page.locator('[data-card="primary"], [data-card="routing"]')
        heads = cards.locator(".card-head")
        expect(heads.nth(0)).to_have_attribute("title", re.compile("^4 types of 1×1, 3-D"))
        votes = "4 capsules vote for 10 classes · 1 iteration"
        expect(heads.nth(1)).to_have_attribute("title", votes)
        explorer.page.wait_for_selector(f'body[data-stage="{stage}"]')
        network.select_option("mnist")
        expect(iterations).to_be_enabled()
        explorer.until(lambda: explorer.sent().query["model"] == "mnist")
        explorer.expect_lengths()
        # What was chosen before holds again.
        assert explorer.sent().query["routing"] == "5"


def test_axe_finds_nothing_on_its_stages(make: OpenPage) -> None:
    if not AXE.exists():
        skip_without("axe-core (npm ci)")
    explorer = make(bypass_csp=True).open("?model=attentive")
    explorer.expect_problems(r"404 \(NOT FOUND\).*/errors")
    explorer.page.add_script_tag(path=AXE)
    for stage in (*STAGES, *LABS):
        explorer.open_stage(stage)
        assert explorer.page.evaluate(VIOLATIONS) == [], stage


def test_the_routing_stage_tells_of_one_pass_and_shows_what_pytorch_computes(
    make: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = drawn(make, samples)
    trace = explorer.trace()
    stage, winner = explorer.stage, trace.prediction
    expect(stage.locator(".stage-line")).to_contain_text("in one pass")
    expect(stage.locator(".timeline .round-name")).to_have_text(["one pass, by attention"])
    stage.get_by_role("button", name="capsules", exact=True).click()
    picture = explorer.application("4 types of 1 by 1 capsule")
    quantities = stage.get_by_role("group", name="Quantity").locator("button")

    def holds(kind: int, value: float) -> bool:
        # One cell a tile, a pixel between tiles, three tiles in a row.
        text = explorer.point_at(picture, 2 * (kind % 3), 2 * (kind // 3))
        return text.startswith(f"type {kind},") and shows(numbers(text)[4], value)

    for number, name in enumerate(("support", "couplings", "logits", "agreement")):
        quantities.nth(number).click()
        for kind in range(4):
            value = float(getattr(trace, name)[-1, kind, 0, 0, winner])
            explorer.until(partial(holds, kind, value))
    stage.get_by_role("button", name="ink", exact=True).click()
    expect(stage.get_by_text("Orange ink speaks for")).to_contain_text(
        f"adds up to ‖s‖ = {float(trace.sums[-1, winner].norm()):.3f}."
    )


def test_even_couplings_are_computed_beside_those_of_attention(
    make: OpenPage, samples: dict[int, Strokes], both: dict[str, CapsuleNetwork]
) -> None:
    explorer = drawn(make, samples)
    network = both["attentive"]
    assert isinstance(network, EfficientCapsNet)
    trace = explorer.trace()
    even = network.digits.forward_evenly(trace.primary[None])[0].norm(dim=-1)
    explorer.open_stage("routing", "without")
    line = explorer.stage.locator(".stage-line")
    expect(line).to_contain_text("This network has no first iteration with even couplings")
    section = explorer.stage.get_by_role("region", name="Even couplings")
    expect(section.get_by_role("switch")).to_have_count(0)
    rows = section.locator("table")
    expect(rows).to_contain_text("attention")

    def holds() -> bool:
        shown = rows.evaluate(SECOND_ROW_OF_PAIRS)
        return len(shown) == 10 and all(
            shows(first, float(even[digit])) and shows(second, float(trace.lengths[digit]))
            for digit, (first, second, _) in enumerate(shown)
        )

    explorer.until(holds)


def test_what_is_switched_off_is_computed_again_in_one_pass(
    make: OpenPage, samples: dict[int, Strokes], both: dict[str, CapsuleNetwork]
) -> None:
    explorer = make().open("?model=attentive&stage=ablate&off=type-1.type-3")
    explorer.page.wait_for_selector('body[data-stage="ablate"]')
    explorer.clear()
    explorer.draw(samples[4])
    trace = explorer.trace()
    kept = keep_all_but(["type-1", "type-3"], CONFIG)
    (lengths,) = route_kept(both["attentive"], trace.votes, kept[None], iterations=1).lengths
    assert not torch.allclose(lengths, trace.lengths, atol=1e-3)
    table = explorer.stage.get_by_role("table", name="Length of each digit")
    explorer.until(
        lambda: (
            len(shown := table.evaluate(SECOND_ROW_OF_PAIRS)) == 10
            and all(
                shows(after, float(lengths[digit])) for digit, (_, after, _) in enumerate(shown)
            )
        )
    )


def test_a_capsules_number_is_explained_by_the_one_map_that_it_reads(
    make: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = make().open("?model=attentive&stage=primary&unit=component-2-0-0-1")
    explorer.page.wait_for_selector('body[data-stage="primary"]')
    explorer.clear()
    explorer.draw(samples[4])
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_contain_text("map 7 of the 4th convolution")
    expect(inspector).to_contain_text("their maps are not shown here")
    value = explorer.trace().primary_raw[2, 0, 0, 1].item()
    expect(inspector).to_contain_text(re.compile(f"before squash\\s*{value:.4f}".replace("-", "−")))


def test_an_outlined_capsule_sees_all_of_the_picture_but_the_last_row_and_column(
    make: OpenPage,
) -> None:
    explorer = make().open("?model=attentive&stage=primary")
    explorer.page.wait_for_selector('body[data-stage="primary"]')
    expect(explorer.stage.get_by_text("It sees 27×27 pixels")).to_be_visible()
    explorer.page.locator('[data-part="explain"]').click()
    story = explorer.stage.get_by_text("at a single position, all of which see the same 27×27")
    expect(story).to_be_visible()
