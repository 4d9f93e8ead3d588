import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apart,
  directionOf,
  distance,
  FIRST_SHIFTS,
  ranked,
  readShifts,
  REACH,
  tellReading,
  within,
  writeShifts,
} from "../../../../static/js/labs/two-digits/overlap.js";
import { seeded } from "../../random.js";

const NAMES = [..."0123456789"];

/** @param {Record<number, number>} some lengths of some classes */
const lengthsOf = (some) => NAMES.map((_, index) => some[index] ?? 0.05);

test("shifts are written as four digits and read back", () => {
  assert.equal(writeShifts(FIRST_SHIFTS), "4147");
  assert.deepEqual(readShifts("4147"), FIRST_SHIFTS);
  for (const text of ["0000", "8888", "0852"]) {
    assert.equal(writeShifts(/** @type {any} */ (readShifts(text))), text);
  }
});

test("what are no shifts is told", () => {
  for (const text of ["", "444", "44444", "4494", "44-4", "444 "])
    assert.equal(readShifts(text), null);
});

test("two digits that are moved apart keep their direction and stay within reach", () => {
  const random = seeded(7);
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 4 }, () => Math.floor(9 * random())).join("");
    const shifts = /** @type {any} */ (readShifts(text));
    const direction = directionOf(shifts);
    for (let pixels = 0; pixels <= 2 * REACH; pixels++) {
      const moved = apart(shifts, pixels, direction);
      assert.equal(distance(moved), pixels, `${text} by ${pixels}`);
      assert.ok(moved.flat().every((value) => Number.isInteger(value) && within(value) === value));
      const [first, second] = moved;
      [0, 1].forEach((axis) => {
        assert.equal(second[axis] - first[axis], Math.round(direction[axis] * pixels) + 0);
      });
    }
  }
});

test("moved to the distance that they have, two digits stay in place or next to it", () => {
  assert.deepEqual(apart(FIRST_SHIFTS, 6, directionOf(FIRST_SHIFTS)), FIRST_SHIFTS);
  assert.deepEqual(apart(FIRST_SHIFTS, 0, [0, 1]), [
    [0, 0],
    [0, 0],
  ]);
  const corner = /** @type {const} */ ([
    [-4, -4],
    [-4, -4],
  ]);
  assert.deepEqual(apart(corner, 8, directionOf(corner)), [
    [-4, -4],
    [-4, 4],
  ]);
});

test("shifts beyond reach are moved to its end and have no negative zero", () => {
  assert.deepEqual([-9, -4.4, -0.2, 0.6, 9].map(within), [-4, -4, 0, 1, 4]);
});

test("the two longest capsules are named with their lead over the third", () => {
  const lengths = lengthsOf({ 3: 0.8, 8: 0.9, 5: 0.25 });
  assert.deepEqual(ranked(lengths).slice(0, 3), [8, 3, 5]);
  const words = tellReading(lengths, NAMES, [3, 8]);
  assert.match(words, /longest capsules are 8 \(0\.900\) and 3 \(0\.800\)/);
  assert.match(words, /the third, 5 \(0\.250\), is 0\.550 shorter\./);
  assert.match(words, /That is what was given: 3 and 8\.$/);
});

test("what was given and is not found is named", () => {
  const lengths = lengthsOf({ 3: 0.8, 8: 0.9 });
  assert.match(tellReading(lengths, NAMES, [3, 5]), /Given were 3 and 5: it does not find 5\.$/);
  assert.match(tellReading(lengths, NAMES, [1, 5]), /it does not find 1 nor 5\.$/);
  assert.match(
    tellReading(lengths, NAMES, [null, 8]),
    /chosen, 8, is one of them; what the other is meant to be, only you know\.$/,
  );
  assert.match(tellReading(lengths, NAMES, [1, null]), /chosen, 1, is not one of them;/);
  assert.match(
    tellReading(lengths, NAMES, [null, null]),
    /What the two are meant to be, only you know\.$/,
  );
  assert.match(tellReading(lengths, NAMES, [3, 3]), /Given were two of 3: /);
});

test("two that are not clearly ahead of the third are told so", () => {
  const words = tellReading(lengthsOf({ 3: 0.8, 8: 0.35, 5: 0.3 }), NAMES, [3, 8]);
  assert.match(words, /only 0\.050 shorter: the two are not clearly apart from it\./);
});
