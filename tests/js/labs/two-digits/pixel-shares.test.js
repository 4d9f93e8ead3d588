import assert from "node:assert/strict";
import { test } from "node:test";
import { oklab } from "../../../../static/js/graphics/color.js";
import {
  countShares,
  digitNear,
  inkPalette,
  INKS,
  isCrossed,
  NOBODY,
  overlaid,
  overlapOf,
  inkByShare,
  sharePalette,
  shareOf,
} from "../../../../static/js/labs/two-digits/pixel-shares.js";

/**
 * @param {Float32Array} picture
 * @param {number} pixel
 */
const colourAt = (picture, pixel) =>
  [0, 1, 2].map((channel) => Math.round(255 * picture[(channel * picture.length) / 3 + pixel]));

/**
 * A palette's colour.
 * @param {number} entry
 */
const rgb = (entry) => [entry & 255, (entry >> 8) & 255, (entry >> 16) & 255];

test("full ink of one digit has its colour, of both it is darker than either, of none it is paper", () => {
  const picture = overlaid([1, 0, 1, 0], [0, 1, 1, 0]);
  assert.deepEqual(colourAt(picture, 0), [...INKS[0]]);
  assert.deepEqual(colourAt(picture, 1), [...INKS[1]]);
  assert.deepEqual(colourAt(picture, 3), [255, 255, 255]);
  const both = colourAt(picture, 2);
  both.forEach((level, channel) => {
    assert.ok(level <= Math.min(INKS[0][channel], INKS[1][channel]));
  });
});

test("half the ink is half way to paper", () => {
  const picture = overlaid([0.5], [0]);
  colourAt(picture, 0).forEach((level, channel) =>
    assert.ok(Math.abs(level - (255 + INKS[0][channel]) / 2) <= 0.5),
  );
});

test("a pixel has the colours of those who draw it, by their shares, and the input's ink", () => {
  const picture = inkByShare([1, 1, 1, 1, 0], [0.8, 0, 0.4, 0.05, 0.9], [0, 0.5, 0.4, 0.02, 0]);
  assert.deepEqual(colourAt(picture, 0), [...INKS[0]]);
  assert.deepEqual(colourAt(picture, 1), [...INKS[1]]);
  const half = INKS[0].map((level, channel) => Math.round((level + INKS[1][channel]) / 2));
  colourAt(picture, 2).forEach((level, channel) => assert.ok(Math.abs(level - half[channel]) <= 1));
  assert.deepEqual(colourAt(picture, 3), [...NOBODY]);
  assert.deepEqual(colourAt(picture, 4), [255, 255, 255]);
});

test("shares are of what both draw; of what neither draws there is none", () => {
  assert.equal(shareOf(0.3, 0.1), 0.3 / 0.4);
  assert.equal(shareOf(0, 0.2), 0);
  assert.equal(shareOf(0.09, 0.09), null);
});

test("inked pixels are counted as whose they are", () => {
  const input = [1, 1, 0.5, 0.2, 0.05, 0];
  const counts = countShares(input, [0.9, 0.2, 0.5, 0, 1, 1], [0.1, 0.3, 0.5, 0, 0, 0]);
  assert.deepEqual(counts, { inked: 4, first: 2, second: 1, nobody: 1 });
});

test("the overlap is the share of inked pixels with ink of both", () => {
  assert.equal(overlapOf([1, 1, 0, 0], [1, 0, 1, 0]), 1 / 3);
  assert.equal(overlapOf([0, 0], [0, 0]), 0);
});

test("the picture that is like a digit is given its colour", () => {
  const parts = /** @type {[number[], number[]]} */ ([
    [1, 1, 0, 0],
    [0, 0, 1, 1],
  ]);
  assert.equal(
    isCrossed(parts, [
      [0.9, 0.7, 0.1, 0],
      [0, 0.2, 0.9, 0.8],
    ]),
    false,
  );
  assert.equal(
    isCrossed(parts, [
      [0, 0.2, 0.9, 0.8],
      [0.9, 0.7, 0.1, 0],
    ]),
    true,
  );
});

test("palettes go from paper to the ink, and from the second's colour to the first's", () => {
  INKS.forEach((ink) => {
    const palette = inkPalette(ink);
    assert.deepEqual(rgb(palette[0]), [255, 255, 255]);
    assert.deepEqual(rgb(palette[255]), [...ink]);
  });
  const shares = sharePalette();
  assert.deepEqual(rgb(shares[0]), [...INKS[1]]);
  assert.deepEqual(rgb(shares[255]), [...INKS[0]]);
});

test("the two inks are far apart without red or without green vision: by blue against yellow", () => {
  const [, , first] = oklab(INKS[0]);
  const [, , second] = oklab(INKS[1]);
  assert.ok(first - second > 0.2);
});

test("the digit near a pixel is the one that alone has ink within a pixel of it", () => {
  const image = { height: 3, width: 5 };
  const [first, second] = [new Float32Array(15), new Float32Array(15)];
  first[5] = 1; // row 1, column 0
  second[9] = 1; // row 1, column 4
  const parts = /** @type {[Float32Array, Float32Array]} */ ([first, second]);
  assert.equal(digitNear(parts, { x: 1.5, y: 0.2 }, image), 0);
  assert.equal(digitNear(parts, { x: 3.9, y: 2.7 }, image), 1);
  assert.equal(digitNear(parts, { x: 2.5, y: 1.5 }, image), null, "neither");
  second[6] = 1;
  assert.equal(digitNear(parts, { x: 1.5, y: 1.5 }, image), null, "both");
});
