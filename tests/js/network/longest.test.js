import assert from "node:assert/strict";
import { test } from "node:test";

import { byLength, greatest } from "../../../static/js/network/longest.js";

test("of equals the first is the greatest", () => {
  assert.equal(greatest([0.2, 0.9, 0.5, 0.9]), 1);
  assert.equal(greatest(Float32Array.of(-3, -1, -2)), 1);
  assert.equal(greatest([]), 0);
});

test("classes are ranked by their length", () => {
  assert.deepEqual(byLength(Float32Array.of(0.1, 0.9, 0.5)), [1, 2, 0]);
});
