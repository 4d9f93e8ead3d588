import assert from "node:assert/strict";
import { test } from "node:test";

import {
  project,
  spread,
  voteAxes,
  votesOf,
} from "../../../../../static/js/stages/routing/votes/axes.js";
import { seeded } from "../../../random.js";

/** @param {number} one @param {number} other @param {number} [tolerance] */
function near(one, other, tolerance = 1e-6) {
  assert.ok(Math.abs(one - other) <= tolerance, `${one} is not ${other}`);
}

test("axes lie along the directions in which the weights are largest, largest first", () => {
  // Rows along (0.6, 0.8, 0), twice as large along (0, 0, 1), none across both.
  const weight = Float32Array.of(0.6, 0.8, 0, -0.6, -0.8, 0, 0, 0, -2, 0, 0, 2);
  const [first, second] = voteAxes(weight, 3);
  [0, 0, 1].forEach((value, index) => near(first[index], value));
  [0.6, 0.8, 0].forEach((value, index) => near(second[index], value));
});

test("no plane shows more of the weights than the axes do, and the axes are at right angles", () => {
  const random = seeded(3);
  const dimensions = 16;
  const weight = Float32Array.from(
    { length: 400 * dimensions },
    (_, index) => (random() - 0.5) * (1 + (index % dimensions) / 9),
  );
  const axes = voteAxes(weight, dimensions);
  const dot = (/** @type {Float64Array} */ a, /** @type {Float64Array} */ b) =>
    a.reduce((sum, value, index) => sum + value * b[index], 0);
  near(dot(axes[0], axes[0]), 1);
  near(dot(axes[1], axes[1]), 1);
  near(dot(axes[0], axes[1]), 0);
  const shown = (/** @type {[Float64Array, Float64Array]} */ plane) =>
    project(weight, plane).reduce((sum, value) => sum + value * value, 0);
  const most = shown(axes);
  for (let round = 0; round < 40; round++) {
    const one = Float64Array.from({ length: dimensions }, () => random() - 0.5);
    const size = Math.hypot(...one);
    const unit = one.map((value) => value / size);
    assert.ok(
      shown([unit, new Float64Array(dimensions)]) <=
        shown([axes[0], new Float64Array(dimensions)]) * (1 + 1e-6),
    );
    const along = dot(unit, axes[0]);
    const across = unit.map((value, index) => value - along * axes[0][index]);
    const length = Math.hypot(...across);
    assert.ok(shown([axes[0], across.map((value) => value / length)]) <= most * (1 + 1e-6));
  }
});

test("a vote is the sum of its capsule's numbers times their weights", () => {
  const primary = Float32Array.of(1, 2, -1, 0.5); // two capsules of two numbers
  const weight = Float32Array.of(1, 0, 0, 0, 1, 1, 2, 2, 2, 4, 4, 4);
  assert.deepEqual([...votesOf(primary, weight, 3, 2)], [1, 2, 2, 0, 0, 0]);
});

test("spread is the sum of squared distances from the mean", () => {
  near(spread(Float32Array.of(0, 0, 2, 0, 0, 4, 2, 4), 2), 4 + 16);
  near(spread(Float32Array.of(5, 5, 5, 5), 2), 0);
});
