import assert from "node:assert/strict";
import { test } from "node:test";

import {
  binned,
  keptThreshold,
  shareAbove,
  squaredError,
  tellTest,
  thresholdFor,
  withThreshold,
} from "../../../../static/js/labs/is-it-a-digit/threshold.js";
import { DRAWN, NOISE, noisePixels } from "../../../../static/js/labs/is-it-a-digit/non-digits.js";

const ERRORS = [1, 2, 2, 3, 5, 8, 8, 9, 10, 20];

test("false alarms are the share of errors above the threshold, and not at it", () => {
  assert.equal(shareAbove(ERRORS, 0), 1);
  assert.equal(shareAbove(ERRORS, 2), 0.7);
  assert.equal(shareAbove(ERRORS, 7.9), 0.5);
  assert.ok(Math.abs(shareAbove(ERRORS, 8) - 0.3) < 1e-12);
  assert.equal(shareAbove(ERRORS, 20), 0);
  assert.equal(shareAbove(ERRORS, 99), 0);
});

test("a threshold for a share refuses no more than that", () => {
  assert.equal(thresholdFor(ERRORS, 0.1), 10);
  assert.equal(thresholdFor(ERRORS, 0.3), 8);
  assert.equal(thresholdFor(ERRORS, 0), 20);
  for (const share of [0, 0.05, 0.3, 0.77, 0.99]) {
    assert.ok(shareAbove(ERRORS, thresholdFor(ERRORS, share)) <= share + 1e-12);
  }
});

test("bins begin at zero, hold their lower end, and leave out what is beyond", () => {
  assert.deepEqual(binned(ERRORS, 2, 5), [1, 3, 1, 0, 3]);
  assert.equal(squaredError([1, 0.5], [0, 0]), 1.25);
});

test("samples lie within the drawing, and noise is the same at every call", () => {
  for (const { strokes } of DRAWN) {
    for (const [x, y] of strokes.flat()) assert.ok(x >= 20 && x <= 260 && y >= 20 && y <= 260);
  }
  for (const noise of NOISE) {
    const pixels = noisePixels(noise, 784);
    assert.deepEqual(pixels, noisePixels(noise, 784));
    const inked = pixels.filter((value) => value > 0).length / 784;
    assert.ok(Math.abs(inked - noise.share) < 0.05, `${noise.name}: ${inked}`);
  }
});

test("a threshold comes back from a link in tenths, within its range; the usual one is not written", () => {
  const state = withThreshold({ lab: null }, 12.34);
  assert.equal(state.lab, "is-it-a-digit.threshold-123");
  assert.equal(keptThreshold(state, 40), 12.3);
  assert.equal(keptThreshold(state, 10), 10);
  assert.equal(withThreshold(state, null).lab, null);
  for (const lab of [null, "pose.threshold-123", "is-it-a-digit.threshold-high"])
    assert.equal(keptThreshold({ lab }, 40), null);
});

test("the test's words say the error, what it is above, and on which side of the threshold", () => {
  const told = { name: "8", exact: true, below: "95.0 %", passes: false };
  assert.equal(
    tellTest(12.345, told),
    "Drawn again as 8, the squared error is 12.35, above that of 95.0 % of the held-out pictures. " +
      "It is above the threshold: the test says that this is no digit.",
  );
  assert.match(tellTest(1, { ...told, exact: false, passes: true }), /is ≈ 1\.00, .+ takes it for/);
});
