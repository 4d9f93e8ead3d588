import assert from "node:assert/strict";
import { test } from "node:test";

import { correlation, measure } from "../../../static/js/network/picture-measures.js";

const SIZE = 28;

/** @param {(x: number, y: number) => number} inkAt */
function picture(inkAt) {
  return Float32Array.from({ length: SIZE * SIZE }, (_, at) =>
    inkAt(at % SIZE, Math.floor(at / SIZE)),
  );
}

/** @param {Float32Array} ink */
function measured(ink) {
  const measures = measure(ink, SIZE, SIZE);
  assert.ok(measures);
  return measures;
}

/**
 * @param {number} value
 * @param {number} expected
 * @param {number} within
 */
function near(value, expected, within) {
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected} ± ${within}`);
}

test("an upright bar in the middle has its own width, height and thickness, and no slant", () => {
  const bar = measured(picture((x, y) => Number(x >= 12 && x <= 15 && y >= 4 && y <= 23)));
  assert.equal(bar.slant, 0);
  assert.equal(bar.right, 0);
  assert.equal(bar.down, 0);
  // The standard deviation of n even pixels is sqrt((n^2 - 1) / 12).
  near(bar.width, 4 * Math.sqrt(15 / 12), 1e-6);
  near(bar.height, 4 * Math.sqrt(399 / 12), 1e-6);
  // 80 pixels of ink, and an outline of 48: its ends count too.
  near(bar.thickness, 160 / 48, 0.1);
});

test("a bar that leans to the right has the slant it was drawn with, and is no wider by it", () => {
  const upright = measured(picture((x, y) => soft(x - 13.5) * Number(y >= 4 && y <= 23)));
  for (const shear of [-0.4, 0.2, 0.5]) {
    const leaning = measured(
      picture((x, y) => soft(x - 13.5 + shear * (y - 13.5)) * Number(y >= 4 && y <= 23)),
    );
    near(leaning.slant, (Math.atan(shear) * 180) / Math.PI, 0.5);
    near(leaning.width, upright.width, 0.4);
    near(leaning.height, upright.height, 1e-6);
  }
});

test("moving a picture moves its middle, and thicker strokes are thicker", () => {
  const at = (/** @type {number} */ left, /** @type {number} */ thick) =>
    measured(picture((x, y) => Number(x >= left && x < left + thick && y >= 6 && y <= 25)));
  near(at(3, 2).right, 3 + 0.5 - 13.5, 1e-6);
  near(at(3, 2).down, 2, 1e-6);
  assert.ok(at(3, 2).thickness < at(3, 3).thickness);
  assert.ok(at(3, 3).thickness < at(3, 5).thickness);
});

test("paler ink measures the same, and nothing is measured where there is none", () => {
  const full = picture((x, y) => soft(x - y / 3 - 8) * Number(y >= 4 && y <= 23));
  const [one, other] = [measured(full), measured(full.map((ink) => ink / 2))];
  for (const name of /** @type {(keyof typeof one)[]} */ (Object.keys(one))) {
    near(other[name], one[name], 1e-4);
  }
  assert.equal(measure(new Float32Array(SIZE * SIZE), SIZE, SIZE), null);
});

test("the correlation is that of a straight line, up or down, and 0 where nothing changes", () => {
  near(correlation([1, 2, 3, 4], [3, 5, 7, 9]), 1, 1e-12);
  near(correlation([1, 2, 3, 4], [9, 7, 5, 3]), -1, 1e-12);
  near(correlation([1, 2, 3, 4], [1, 3, 2, 4]), 0.8, 1e-12);
  assert.equal(correlation([1, 2, 3], [5, 5, 5]), 0);
  assert.equal(correlation([1, 2, 3], [0.1 + 0.2, 0.3, 0.3]), 0);
});

/** Ink of a soft stroke, four pixels wide. @param {number} away from its middle */
function soft(away) {
  return Math.min(1, Math.max(0, 2.5 - Math.abs(away)));
}
