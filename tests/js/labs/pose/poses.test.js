import assert from "node:assert/strict";
import { test } from "node:test";

import {
  heldRange,
  nearest,
  posedPixels,
  POSES,
  spread,
} from "../../../../static/js/labs/pose/poses.js";
import { transform } from "../../../../static/js/drawing/stroke-shapes.js";

const SIZE = { height: 28, width: 28, channels: 1 };

/** A block of ink of 5 rows and 3 columns, whose centre is pixel (13, 14). */
function block() {
  const pixels = new Uint8Array(784);
  for (let row = 11; row <= 15; row++) pixels.fill(255, row * 28 + 13, row * 28 + 16);
  return pixels;
}

/** @param {Uint8Array} pixels */
const inked = (pixels) =>
  [...pixels].flatMap((value, place) =>
    value > 127 ? [[Math.floor(place / 28), place % 28]] : [],
  );

test("steps are even, hold both ends and meet the pose that changes nothing", () => {
  assert.deepEqual(spread(-45, 45, 61).slice(0, 3), [-45, -43.5, -42]);
  for (const { from, to, none } of Object.values(POSES)) {
    const values = spread(from, to, 61);
    assert.equal(values.length, 61);
    assert.equal(values[0], from);
    assert.equal(values[60], to);
    assert.ok(values.includes(none));
  }
  assert.equal(nearest([-1, 0, 1], 0.4), 1);
});

test("a class is held as far as it stays the largest, and no further", () => {
  const winners = [2, 1, 1, 1, 0, 1];
  const values = winners.flatMap((winner) => [0, 1, 2].map((index) => Number(index === winner)));
  assert.deepEqual(heldRange(values, 3, 2), { winner: 1, first: 1, last: 3 });
  assert.deepEqual(heldRange(values, 3, 5), { winner: 1, first: 5, last: 5 });
  assert.deepEqual(heldRange(values, 3, 0), { winner: 2, first: 0, last: 0 });
});

test("pixels that are not moved stay as they are", () => {
  assert.deepEqual(posedPixels(block(), SIZE, {}), block());
  assert.deepEqual(posedPixels(new Uint8Array(784), SIZE, { turn: 30 }), new Uint8Array(784));
});

test("pixels are moved as strokes are: clockwise, to the right, downwards, larger", () => {
  const turned = inked(posedPixels(block(), SIZE, { turn: 90 }));
  assert.deepEqual(turned[0], [12, 12]);
  assert.deepEqual(turned.at(-1), [14, 16]);
  assert.equal(turned.length, 15);
  assert.deepEqual(inked(posedPixels(block(), SIZE, { dx: 20, dy: -30 }))[0], [8, 15]);
  assert.ok(inked(posedPixels(block(), SIZE, { scale: 2 })).length > 45);
  // A point above the centre moves to the right, for pixels as for strokes.
  const sheared = inked(posedPixels(block(), SIZE, { shear: 1 }));
  assert.ok(sheared.some(([row, column]) => row === 11 && column === 17));
  assert.ok(!sheared.some(([row, column]) => row === 15 && column === 17));
  const stroke = {
    points: /** @type {[number, number][]} */ ([
      [140, 100],
      [140, 180],
    ]),
    width: 20,
    erase: false,
  };
  const [{ points }] = transform({ strokes: [stroke] }, { shear: 1 }).strokes;
  assert.ok(points[0][0] > 140 && points[1][0] < 140);
  const [{ points: round }] = transform({ strokes: [stroke] }, { turn: 45 }).strokes;
  assert.ok(round[0][0] > 140);
  assert.ok(
    inked(posedPixels(block(), SIZE, { turn: 45 })).some(
      ([row, column]) => row < 13 && column > 14,
    ),
  );
});
