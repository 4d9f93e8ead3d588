import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleLengths } from "../../../../static/js/stages/primary/length-scale.js";

// Two types of two capsules.
const LENGTHS = Float32Array.of(0.5, 1, 2, 8);
const BEFORE = { types: 2, bounded: false };

test("from 0, colours end at 1 after squash and at the longest before it", () => {
  assert.deepEqual(scaleLengths(LENGTHS, "zero", BEFORE).domain, [0, 8]);
  const after = Float32Array.of(0.5, 0.25, 0.5, 0.75);
  assert.deepEqual(scaleLengths(after, "zero", { types: 2, bounded: true }).domain, [0, 1]);
});

test("the layer's colours span its lengths, a type's its own", () => {
  assert.deepEqual(scaleLengths(LENGTHS, "layer", BEFORE).domain, [0.5, 8]);
  const { domains, ends } = scaleLengths(LENGTHS, "type", BEFORE);
  assert.deepEqual(domains, [
    [0.5, 1],
    [2, 8],
  ]);
  assert.deepEqual(ends, domains);
});

test("the middle leaves out a twentieth on either side", () => {
  const lengths = Float32Array.from({ length: 101 }, (_, index) => 100 - index);
  assert.deepEqual(scaleLengths(lengths, "middle", { types: 1, bounded: false }).domain, [5, 95]);
});

test("on a logarithmic scale equal ratios are equal steps, and the ends are told as lengths", () => {
  const { values, domain, ends } = scaleLengths(LENGTHS, "log", BEFORE);
  const steps = [values[1] - values[0], values[2] - values[1]];
  assert.ok(Math.abs(steps[0] - steps[1]) < 1e-6);
  assert.ok(Math.abs(domain[1] - Math.log(8)) < 1e-6);
  assert.ok(Math.abs(ends[1][0] - 0.5) < 1e-6 && Math.abs(ends[0][1] - 8) < 1e-5);
});

test("capsules that are all alike still have a range", () => {
  for (const scale of /** @type {const} */ (["zero", "layer", "middle", "type", "log"])) {
    const { domain } = scaleLengths(new Float32Array(4), scale, BEFORE);
    assert.ok(domain[1] > domain[0]);
  }
});
