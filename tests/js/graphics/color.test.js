import assert from "node:assert/strict";
import { test } from "node:test";

import {
  css,
  diverging,
  domain,
  grey,
  greyInverse,
  lookup,
  oklab,
  position,
  sequential,
  textColor,
} from "../../../static/js/graphics/color.js";

const PALETTES = [sequential, diverging.light, diverging.dark, grey, greyInverse];

/** @typedef {import("../../../static/js/graphics/color.js").Palette} Palette */

/**
 * OKLab coordinates of each colour.
 *
 * @param {Palette} palette
 */
function colorsOf({ rgb }) {
  return Array.from({ length: 256 }, (_, index) => oklab(rgb.subarray(3 * index, 3 * index + 3)));
}

/** @param {number[]} values */
function differences(values) {
  return values.slice(1).map((value, index) => value - values[index]);
}

/**
 * WCAG 2.2's relative luminance of a colour written as #rrggbb.
 *
 * @param {string} hex
 */
function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("OKLab has white at lightness 1, black at 0, and red where it was published", () => {
  /** @param {number[]} rgb */
  const rounded = (rgb) => oklab(rgb).map((value) => Math.round(1000 * value) / 1000 + 0);
  assert.deepEqual(rounded([255, 255, 255]), [1, 0, 0]);
  assert.deepEqual(rounded([0, 0, 0]), [0, 0, 0]);
  assert.deepEqual(rounded([255, 0, 0]), [0.628, 0.225, 0.126]);
});

test("the sequential palette grows lighter, in equal steps but for rounding", () => {
  const lightness = colorsOf(sequential).map(([value]) => value);
  const mean = (lightness[255] - lightness[0]) / 255;
  assert.ok(lightness[0] < 0.25 && lightness[255] > 0.9);
  for (const step of differences(lightness)) {
    assert.ok(step > 0 && step < 2.2 * mean, `a step of ${step}`);
  }
});

test("greys are in order: ink on paper is dark, and the inverse is light", () => {
  assert.deepEqual(["#ffffff", "#000000"], [css(grey, 0), css(grey, 1)]);
  assert.deepEqual(["#000000", "#ffffff"], [css(greyInverse, 0), css(greyInverse, 1)]);
  for (let byte = 0; byte < 256; byte++) {
    assert.equal(greyInverse.rgb[3 * byte], byte);
    assert.equal(grey.rgb[3 * byte + 1], 255 - byte);
  }
});

for (const [theme, palette] of Object.entries(diverging)) {
  test(`the ${theme} diverging palette is as light for -x as for x`, () => {
    const lightness = colorsOf(palette).map(([value]) => value);
    for (let index = 0; index < 128; index++) {
      assert.ok(Math.abs(lightness[index] - lightness[255 - index]) < 0.006);
    }
  });

  test(`the ${theme} diverging palette is neutral at zero and only there`, () => {
    const colors = colorsOf(palette);
    for (const index of [127, 128]) assert.ok(Math.hypot(...colors[index].slice(1)) < 1e-3);
    const chroma = colors.map(([, a, b]) => Math.hypot(a, b));
    assert.ok(chroma[100] > 0.03 && chroma[155] > 0.03);
    assert.ok(colors[60][2] < -0.05, "negative is blue");
    assert.ok(colors[195][1] > 0.05 && colors[195][2] > 0.05, "positive is red to orange");
  });

  test(`the ${theme} diverging palette leaves its neutral colour steadily`, () => {
    const lightness = colorsOf(palette).map(([value]) => value);
    const away = theme === "light" ? -1 : 1;
    for (const step of differences(lightness.slice(128))) assert.ok(away * step > 0);
  });
}

test("zero is near white in the light theme and near black in the dark one", () => {
  assert.ok(luminance(css(diverging.light, 0.5)) > 0.88);
  assert.ok(luminance(css(diverging.dark, 0.5)) < 0.02);
});

test("a lookup table holds red in the lowest byte and is opaque", () => {
  for (const palette of PALETTES) {
    const table = lookup(palette);
    assert.equal(table.length, 256);
    const bytes = new Uint8Array(table.buffer);
    for (const index of [0, 100, 255]) {
      assert.deepEqual(
        [...bytes.subarray(4 * index, 4 * index + 4)],
        [...palette.rgb.subarray(3 * index, 3 * index + 3), 255],
      );
    }
  }
});

test("CSS colours are those of the table, and beyond the ends those of the ends", () => {
  assert.equal(css(sequential, -1), css(sequential, 0));
  assert.equal(css(sequential, 2), css(sequential, 1));
  assert.equal(css(grey, 0.2), "#cccccc");
});

test("a domain is symmetric where values are signed and begins at zero where not", () => {
  assert.deepEqual(domain([-3, 1, 2], { signed: true }), [-3, 3]);
  assert.deepEqual(domain([0.5, 2]), [0, 2]);
  assert.deepEqual(domain([-3, 1]), [0, 1]);
});

test("a domain is never empty, and noise stays below its floor", () => {
  assert.deepEqual(domain([]), [0, 1]);
  assert.deepEqual(domain([0, 0], { signed: true }), [-1, 1]);
  assert.deepEqual(domain([-1, -2]), [0, 1]);
  assert.deepEqual(domain([1e-9], { floor: 0.1 }), [0, 0.1]);
  assert.deepEqual(domain([0.2], { floor: 0.1 }), [0, 0.2]);
});

test("values that are not finite do not stretch a domain", () => {
  assert.deepEqual(domain([Number.NaN, Infinity, 2]), [0, 2]);
  assert.deepEqual(domain([-Infinity, -1], { signed: true }), [-1, 1]);
});

test("a position is the share of the domain, held within it", () => {
  assert.equal(position(0, [-2, 2]), 0.5);
  assert.equal(position(1.5, [0, 2]), 0.75);
  assert.equal(position(9, [0, 2]), 1);
  assert.equal(position(-9, [0, 2]), 0);
  assert.equal(position(Number.NaN, [0, 2]), 0);
});

test("text on every colour of every palette has a contrast of at least 4.5", () => {
  for (const palette of PALETTES) {
    for (let index = 0; index < 256; index++) {
      const back = luminance(css(palette, index / 255));
      const text = textColor(palette, index / 255) === "#fff" ? 1 : 0;
      const contrast = (Math.max(back, text) + 0.05) / (Math.min(back, text) + 0.05);
      assert.ok(contrast >= 4.5, `${palette.name} ${index}: ${contrast}`);
    }
  }
});
