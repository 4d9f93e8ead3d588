import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apart,
  directionOf,
  distance,
  FIRST_SHIFTS,
  readShifts,
  REACH,
  within,
  writeShifts,
} from "../../../../static/js/labs/two-digits/shifts.js";
import { seeded } from "../../random.js";

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
