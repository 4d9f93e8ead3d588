import assert from "node:assert/strict";
import { test } from "node:test";

import { picturesAt, tellAttack } from "../../../../static/js/labs/is-it-a-digit/attack.js";

const NAMES = ["3", "8"];
/** Two strengths of an attack on an image of two pixels. */
const ATTACK = {
  images: Float32Array.of(1, 0, 0.5, 0.5),
  reconstructions: Float32Array.of(0.9, 0.1, 0.2, 0.8),
  lengths: Float32Array.of(0.75, 0.25, 0.25, 0.5),
  errors: Float32Array.of(2, 9),
  trace: { prediction: 0, values: () => Float32Array.of(1, 0) },
};

test("the pictures of a strength are those of its place", () => {
  assert.deepEqual(picturesAt(ATTACK, 1), {
    input: Float32Array.of(1, 0),
    picture: Float32Array.of(0.5, 0.5),
    drawn: Float32Array.of(0.2, 0.8),
  });
});

test("words say whether the answer has changed and whether the test sees it", () => {
  const passes = (/** @type {number} */ error) => error <= 5;
  assert.equal(
    tellAttack(ATTACK, 0, NAMES, passes),
    "It is still read as 3, length 0.750. Drawn again, the squared error is 2.00, within the threshold: the test lets it pass.",
  );
  assert.equal(
    tellAttack(ATTACK, 1, NAMES, passes),
    "It is read as 8, length 0.500, and no longer as 3. Drawn again, the squared error is 9.00, above the threshold: the test says that it is no digit.",
  );
});
