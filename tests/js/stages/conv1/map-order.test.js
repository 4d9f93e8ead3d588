import assert from "node:assert/strict";
import test from "node:test";
import { mapOrder } from "../../../../static/js/stages/conv1/map-order.js";

// Four maps of two cells.
const VALUES = Float32Array.of(1, -9, 0.75, 0.75, -2, -1, 0.5, 0.75);

test("by index the maps stand by their number", () => {
  assert.deepEqual([...mapOrder(VALUES, 4, "index")], [0, 1, 2, 3]);
});

test("by mean the maps stand by what is left of them after ReLU", () => {
  assert.deepEqual([...mapOrder(VALUES, 4, "mean")], [1, 3, 0, 2]);
});

test("by maximum the maps stand by their largest cell, and alike ones by their number", () => {
  assert.deepEqual([...mapOrder(VALUES, 4, "maximum")], [0, 1, 3, 2]);
});
