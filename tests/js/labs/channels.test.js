import assert from "node:assert/strict";
import { test } from "node:test";

import { minusPicture, overChannels } from "../../../static/js/labs/channels.js";

test("channels add up pixel by pixel, and one picture is taken from another", () => {
  assert.deepEqual(overChannels([1, 2, 10, 20, 100, 200], 2), Float32Array.of(111, 222));
  assert.deepEqual(minusPicture([1, 0.5], [0.25, 1]), Float32Array.of(0.75, -0.5));
});
