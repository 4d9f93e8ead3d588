import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ownClass,
  poseText,
  stillStep,
  tellHeld,
  tellStep,
} from "../../../../static/js/labs/pose/swept.js";

const NAMES = ["3", "8"];
/** Three turns of two classes: the first class is longer but for the last. */
const SWEPT = /** @type {const} */ ({
  kind: "turn",
  values: [-10, 0, 10],
  lengths: new Float32Array([0.75, 0.25, 0.5, 0.25, 0.25, 0.5]),
  uniform: new Float32Array([0.5, 0, 0.5, 0, 0.5, 0]),
  baseline: null,
});
const turned = { ...SWEPT, values: [...SWEPT.values] };

test("curves are told from the winner where nothing is moved, unless a class is chosen", () => {
  assert.equal(stillStep(turned), 1);
  assert.equal(ownClass(turned, null, 2), 0);
  assert.equal(ownClass(turned, 1, 2), 1);
});

test("words say how far the answer holds", () => {
  assert.equal(tellHeld(turned, SWEPT.lengths, NAMES), "Read as 3 from −10.0° to +0.0°.");
  assert.equal(tellHeld(turned, SWEPT.uniform, NAMES), "Read as 3 from end to end.");
});

test("words tell what is read at a step, the largest first", () => {
  assert.equal(tellStep(turned, SWEPT.lengths, 2, NAMES), "+10.0°: 8 0.500, 3 0.250");
  assert.equal(tellStep(turned, SWEPT.uniform, 2, NAMES), "+10.0°: 3 0.500, 8 0.000");
});

test("a scale is told as a factor, without a sign", () => {
  assert.equal(poseText({ kind: "scale", values: [0.5] }, 0), "0.50×");
});
