import assert from "node:assert/strict";
import { test } from "node:test";

import { entropies, spreadOf } from "../../../static/js/network/coupling-entropy.js";

test("even couplings have the most entropy, a single one has none", () => {
  const couplings = Float32Array.of(0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0, 0.5, 0.5, 0, 0);
  assert.deepEqual([...entropies(couplings, 4)], [2, 0, 1]);
});

test("quartiles lie between the values as often as not", () => {
  const spread = spreadOf(Float64Array.of(4, 1, 3, 2));
  assert.deepEqual(spread, { mean: 2.5, least: 1, lower: 1.75, median: 2.5, upper: 3.25 });
});
