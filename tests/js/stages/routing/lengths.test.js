import assert from "node:assert/strict";
import { test } from "node:test";

import { labelPlaces, nearestLine } from "../../../../static/js/stages/routing/lengths.js";

/** Three classes after two iterations. */
const LENGTHS = [
  [0.1, 0.9],
  [0.5, 0.5],
  [0.8, 0.2],
];
const distanceTo = (/** @type {number} */ at) => (/** @type {number} */ length) =>
  Math.abs(length - at);

test("the line is meant that passes nearest, between iterations too", () => {
  assert.equal(nearestLine(LENGTHS, 0, distanceTo(0.15), 0.1), 0);
  assert.equal(nearestLine(LENGTHS, 1, distanceTo(0.15), 0.1), 2);
  assert.equal(nearestLine(LENGTHS, 0.25, distanceTo(0.3), 0.05), 0, "a quarter of the way up");
});

test("beyond the ends the first and the last iteration count, and too far is none", () => {
  assert.equal(nearestLine(LENGTHS, -3, distanceTo(0.8), 0.01), 2);
  assert.equal(nearestLine(LENGTHS, 7, distanceTo(0.9), 0.01), 0);
  assert.equal(nearestLine(LENGTHS, 0, distanceTo(0.3), 0.1), null);
});

test("two labels that would overlap stand as far apart as they need, in their order", () => {
  assert.deepEqual(labelPlaces([10, 40], 12), [10, 40]);
  assert.deepEqual(labelPlaces([20, 24], 12), [16, 28]);
  assert.deepEqual(labelPlaces([24, 20], 12), [28, 16]);
  assert.deepEqual(labelPlaces([20, 33]), [19.5, 33.5], "a line of type of the smallest size");
  assert.deepEqual(labelPlaces([24], 12), [24, undefined]);
});
