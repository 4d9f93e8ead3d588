import assert from "node:assert/strict";
import { test } from "node:test";

import { createSquares } from "../../../../static/js/stages/routing/position-squares.js";
import { attentive, paper } from "../../networks.js";

test("a position's square lies about the middle of its patch of 17 by 17 pixels", () => {
  const { positionAt } = createSquares(paper.config);
  assert.deepEqual(positionAt(8, 8), { row: 0, column: 0 });
  assert.deepEqual(positionAt(9, 10), { row: 0, column: 1 });
  assert.deepEqual(positionAt(19, 19), { row: 5, column: 5 });
  assert.equal(positionAt(7, 8), null);
  assert.equal(positionAt(8, 20), null);
});

test("a single position has all that it sees", () => {
  const { positionAt } = createSquares(attentive.config);
  assert.deepEqual(positionAt(0, 0), { row: 0, column: 0 });
  assert.deepEqual(positionAt(26, 26), { row: 0, column: 0 });
  assert.equal(positionAt(27, 0), null);
});

test("every pixel of a square shows its position's value, all others nothing", () => {
  const values = Float32Array.from({ length: 36 }, (_, index) => index + 1);
  const pixels = createSquares(paper.config).paint(values);
  assert.deepEqual([...pixels.subarray(8 * 28 + 7, 8 * 28 + 12)], [0, 1, 1, 2, 2]);
  const sum = pixels.reduce((total, value) => total + value, 0);
  assert.equal(sum, (4 * 36 * 37) / 2);
});
