"""Is this a digit at all: errors, threshold and adversarial picture are those of PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from playwright.sync_api import expect
from torch import Tensor

from model.analysis.reconstruction_errors import load_errors
from model.checkpoints.catalogue import FOLDER, load_checkpoint
from model.network.capsnet import CapsNet
from model.network.layers import squash
from model.network.trace import Trace
from tests.browser.explorer import Explorer, Strokes
from tests.browser.words import numbers, shows, texts

STRENGTH = 0.1
"""The strength that is shown first."""


@pytest.fixture
def errors() -> np.ndarray:
    """Reconstruction errors of the held-out digits."""
    return load_errors(load_checkpoint(FOLDER / "mnist.safetensors")).errors


@pytest.fixture
def drawn(explorer: Explorer, samples: dict[int, Strokes]) -> Explorer:
    """The lab, with a freshly drawn 5."""
    explorer.open_stage("is-it-a-digit")
    expect(explorer.stage.locator("[data-test]")).to_be_visible()
    explorer.clear()
    explorer.draw(samples[5])
    return explorer


def error_of(trace: Trace) -> float:
    """Squared error of what the decoder draws from the longest capsule."""
    return float((trace.reconstructions[trace.prediction] - trace.image).square().sum())


def expect_error(explorer: Explorer, errors: np.ndarray) -> None:
    """Wait until the verdict tells the drawing's error and its place among the held-out ones."""
    trace = explorer.trace()
    error = error_of(trace)
    below = 100 * float((errors <= error).mean())
    verdict = explorer.stage.locator("[data-test]")
    explorer.until(
        lambda: (
            "≈" not in verdict.inner_text()
            and (told := numbers(verdict.inner_text()))[0] == str(trace.prediction)
            and shows(told[1], error)
            and abs(float(told[2]) - below) < 0.051
        )
    )


def test_the_error_of_a_drawing_stands_beside_those_of_held_out_digits(
    drawn: Explorer, errors: np.ndarray, samples: dict[int, Strokes]
) -> None:
    expect_error(drawn, errors)
    alarms = numbers(drawn.stage.locator("[data-alarms]").inner_text().replace(",", ""))
    assert alarms[1] == str(len(errors))
    threshold = float(alarms[2])
    assert float(alarms[0]) == pytest.approx(100 * (errors > threshold).mean(), abs=0.051)
    assert float(alarms[0]) == pytest.approx(5, abs=0.3)
    drawn.clear()
    drawn.draw(samples[1])
    expect_error(drawn, errors)


def test_the_threshold_is_moved_by_keys_and_in_the_histogram(
    drawn: Explorer, errors: np.ndarray
) -> None:
    verdict = drawn.stage.locator("[data-test]")
    expect(verdict).to_contain_text("takes it for a digit")
    slider = drawn.stage.get_by_role("slider", name="Threshold")
    slider.focus()
    drawn.page.keyboard.press("Home")
    expect(verdict).to_contain_text("this is no digit")
    expect(drawn.stage.locator("[data-alarms]")).to_contain_text("False alarms: 100.0 %")
    drawn.open_tab("others")
    expect(drawn.stage.locator("[data-others]")).to_have_text("The test refuses 12 of these 12.")
    drawn.open_tab("threshold")
    expect(slider).to_have_value("0")
    histogram = drawn.application("Reconstruction errors of 10,000")
    histogram.focus()
    drawn.page.keyboard.press("End")
    drawn.page.keyboard.press("Home")
    for _ in range(9):
        drawn.page.keyboard.press("ArrowRight")
    readout = drawn.stage.locator(".readout")
    low, high, count, above, _ = numbers(readout.inner_text().replace(",", ""))
    inside = (errors >= float(low) - 1e-4) & (errors < float(high) - 1e-4)
    assert int(count) == pytest.approx(int(inside.sum()), abs=1)
    assert float(above) == pytest.approx(100 * (errors > float(low)).mean(), abs=0.06)
    drawn.page.keyboard.press("Enter")
    expect(slider).to_have_value(str(float(low)).removesuffix(".0"))


def test_samples_that_are_no_digits_are_read_and_judged(drawn: Explorer, capsnet: CapsNet) -> None:
    drawn.open_tab("others")
    expect(drawn.stage.locator("[data-others]")).to_contain_text("of these 12")
    rows = {
        tile.get_attribute("data-sample"): texts(tile.locator("[data-sample-part]"))
        for tile in drawn.stage.locator("[data-sample]").all()
    }
    assert len(rows) == 12
    threshold = float(drawn.stage.get_by_role("slider", name="Threshold").input_value())
    refused = 0
    for name in ("letter H", "spiral", "dense noise"):
        drawn.stage.get_by_role("button", name=name).click()
        drawn.rest()
        drawn.until(
            lambda name=name: drawn.sent().type.startswith(  # type: ignore[misc]
                "application" if "noise" in name else "image"
            )
        )
        trace = drawn.trace()
        read, error, said = rows[name]
        winner, length = numbers(read)
        assert int(winner) == trace.prediction
        assert shows(length, float(trace.lengths[trace.prediction]))
        assert shows(error, error_of(trace))
        assert said == ("no digit" if error_of(trace) > threshold else "passes")
        canvas = drawn.stage.locator(f'[data-sample="{name}"] canvas')
        assert np.abs(drawn.ink(canvas) - trace.image.numpy()).max() <= 0.5 / 255 + 1e-4
    refused = sum(said == "no digit" for *_, said in rows.values())
    expect(drawn.stage.locator("[data-others]")).to_have_text(
        f"The test refuses {refused} of these 12."
    )


def fgsm(capsnet: CapsNet, image: Tensor, strength: float) -> tuple[Tensor, Tensor]:
    """A step against the gradient of the longest capsule's lead, and where its sign is clear."""
    pixels = image.clone().requires_grad_()
    primary = squash(capsnet.primary(capsnet.conv1(pixels[None, None]).relu()))
    votes = capsnet.digits.votes(primary)
    digits = capsnet.digits.route(votes, iterations=capsnet.config.routing_iterations).digits[-1]
    first, second = digits[0].norm(dim=-1).topk(2).values
    (gradient,) = torch.autograd.grad(first - second, pixels)
    moved = (image - strength * gradient.sign()).clamp(0, 1)
    return moved, gradient.abs() > 1e-4 * gradient.abs().max()


def test_the_adversarial_picture_is_that_of_pytorch_and_can_be_taken(
    drawn: Explorer, capsnet: CapsNet, errors: np.ndarray
) -> None:
    image = drawn.image()
    drawn.open_tab("adversarial")
    drawn.stage.get_by_role("button", name="Make one").click()
    verdict = drawn.stage.locator("[data-adversarial]")
    expect(verdict).to_contain_text("squared error")
    expected, clear = fgsm(capsnet, image, STRENGTH)
    canvas = drawn.stage.locator('[data-picture="adversarial-picture"]')
    shown = drawn.ink(canvas)
    assert np.abs(shown - expected.numpy())[clear.numpy()].max() <= 0.5 / 255 + 1e-4
    drawn.stage.get_by_role("button", name="Take it as the drawing").click()
    drawn.rest()
    drawn.until(lambda: drawn.sent().type == "application/octet-stream")
    taken = drawn.trace()
    assert np.abs(taken.image.numpy() - expected.numpy())[clear.numpy()].max() <= 0.5 / 255 + 1e-6
    with drawn.chart_table(drawn.stage.locator(".attack-curves")) as table:
        row = table.locator("tbody tr", has=drawn.page.get_by_role("rowheader", name="0.10"))
        *lengths, error = texts(row.locator("td"))
        first = texts(table.locator("tbody tr").first.locator("td"))
    # Of a pixel whose gradient is next to nothing the sign may be either one.
    attacked = capsnet.trace(expected)
    for text, value in zip(lengths, attacked.lengths.tolist(), strict=True):
        assert float(text) == pytest.approx(value, abs=0.002)
    assert float(error) == pytest.approx(error_of(attacked), rel=0.005)
    before = capsnet.trace(image)
    for text, value in zip(first, [*before.lengths.tolist(), error_of(before)], strict=True):
        assert shows(text, value)
    drawn.open_tab("threshold")
    expect_error(drawn, errors)


def test_a_stronger_step_is_chosen_by_keys_and_another_drawing_lets_go_of_it(
    drawn: Explorer, capsnet: CapsNet, samples: dict[int, Strokes]
) -> None:
    image = drawn.image()
    drawn.open_tab("adversarial")
    drawn.stage.get_by_role("button", name="Make one").click()
    slider = drawn.stage.get_by_role("slider", name="Strength")
    expect(slider).to_have_attribute("aria-valuetext", "0.10")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "0.50")
    expected, clear = fgsm(capsnet, image, 0.5)
    shown = drawn.ink(drawn.stage.locator('[data-picture="adversarial-picture"]'))
    assert np.abs(shown - expected.numpy())[clear.numpy()].max() <= 0.5 / 255 + 1e-4
    drawn.clear()
    drawn.draw(samples[0])
    expect(slider).to_be_hidden()


def test_a_network_without_measured_errors_says_how_to_measure_them(explorer: Explorer) -> None:
    explorer.expect_problems("404")
    explorer.open("?model=small&stage=is-it-a-digit")
    explorer.page.wait_for_selector('body[data-stage="is-it-a-digit"]')
    expect(explorer.stage.locator("[data-missing]")).to_contain_text(
        "`python -m model.reconstruction_errors small` measures them"
    )
