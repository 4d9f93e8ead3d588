import assert from "node:assert/strict";
import { test } from "node:test";

import {
  COLOURS,
  digitAt,
  inkOfEach,
  inkShares,
  inOneInk,
  inTwoInks,
  longestTwo,
  matched,
  shares,
  tellRead,
} from "../../static/js/labs/overlap.js";

const NAMES = ["zero", "one", "two", "three"];

test("the two longest are read, and what is hardly longer than the third is not sure", () => {
  assert.deepEqual(longestTwo([0.1, 0.9, 0.3, 0.95]), [3, 1]);
  assert.equal(
    tellRead([0.1, 0.9, 0.3, 0.95], NAMES),
    "It reads three (length 0.950) and one (length 0.900). The third is two (length 0.300).",
  );
  assert.match(tellRead([0.1, 0.9, 0.85, 0.95], NAMES), /The third is two .* it is not sure\.$/);
});

test("capsules are put in the order of the digits that they draw", () => {
  const parts = Float32Array.of(1, 0, 0, 0, 0, 1);
  const drawn = Float32Array.of(0, 0.2, 0.9, 0, 0, 0, 0.8, 0, 0.1);
  assert.deepEqual(matched([0, 2], parts, drawn), [2, 0]);
  assert.deepEqual(matched([2, 0], parts, drawn), [2, 0]);
});

test("two inks over each other are darker than each, and none is paper", () => {
  const mixed = inTwoInks([0, 1, 0, 1], [0, 0, 1, 1]);
  /** @param {number} pixel */
  const at = (pixel) => [0, 1, 2].map((channel) => mixed[4 * channel + pixel]);
  assert.deepEqual(at(0), [1, 1, 1]);
  const both = COLOURS[0].map((value, channel) => value * COLOURS[1][channel]);
  [...COLOURS, both].forEach((colour, index) => {
    at(index + 1).forEach((value, channel) => assert.ok(Math.abs(value - colour[channel]) < 1e-6));
  });
  assert.deepEqual(inOneInk([1], 0), inTwoInks([1], [0]));
  assert.deepEqual(inOneInk([1], 1), inTwoInks([0], [1]));
});

test("ink is shared by what each draws there, and the shares add up to all of it", () => {
  const share = shares([0.9, 0.3, 0.01, 0], [0.1, 0.3, 0.02, 1]);
  assert.ok(Math.abs(share[0] - 0.9) < 1e-6);
  assert.equal(share[1], 0.5);
  assert.ok(Number.isNaN(share[2]));
  assert.equal(share[3], 0);
  const { first, second, nobody } = inkShares([1, 1, 0.5, 0.5], share);
  assert.ok(Math.abs(first - 1.4 / 3) < 1e-6);
  assert.ok(Math.abs(nobody - 0.5 / 3) < 1e-6);
  assert.ok(Math.abs(first + second + nobody - 1) < 1e-9);
  assert.deepEqual(inkShares([0, 0], share), { first: 0, second: 0, nobody: 0 });
  const shown = inkOfEach([1, 0, 1, 1], share);
  /** @param {number} pixel */
  const at = (pixel) => [0, 1, 2].map((channel) => shown[4 * channel + pixel]);
  assert.deepEqual(at(1), [1, 1, 1]);
  assert.deepEqual(at(2), [0.5, 0.5, 0.5]);
  at(3).forEach((value, channel) => assert.ok(Math.abs(value - COLOURS[1][channel]) < 1e-6));
});

test("a place belongs to the digit with more ink around it", () => {
  const parts = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5);
  assert.equal(digitAt(parts, 3, { row: 0, column: 1 }), 0);
  assert.equal(digitAt(parts, 3, { row: 2, column: 2 }), 1);
  assert.equal(digitAt(parts, 3, { row: 1, column: 1 }), 0);
  assert.equal(digitAt(parts, 3, { row: 0, column: 2 }), null);
});
