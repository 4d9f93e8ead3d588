import assert from "node:assert/strict";
import { test } from "node:test";

import { byteDomain, domain } from "../../../static/js/graphics/color.js";
import { paintTiles, putPixels, tileLayout } from "../../../static/js/graphics/raster.js";
import { dequantize } from "../../../static/js/server/safetensors.js";

/** A palette whose colours are their own indices. */
const INDEX = Uint32Array.from({ length: 256 }, (_, index) => index);
const BYTES = /** @type {const} */ ([0, 255]);

test("tiles stand row after row with gaps between them only", () => {
  const layout = tileLayout({ count: 5, rows: 2, columns: 3, across: 2, gap: 1 });
  assert.equal(layout.width, 3 + 1 + 3);
  assert.equal(layout.height, 2 + 1 + 2 + 1 + 2);
  assert.equal(layout.down, 3);
  assert.deepEqual(layout.tile(0), { x: 0, y: 0 });
  assert.deepEqual(layout.tile(3), { x: 4, y: 3 });
});

test("rows of tiles may stand further apart than tiles side by side", () => {
  const layout = tileLayout({ count: 4, rows: 2, columns: 3, across: 2, gap: 1, gapDown: 5 });
  assert.deepEqual([layout.width, layout.height], [7, 9]);
  assert.deepEqual(layout.tile(3), { x: 4, y: 7 });
  assert.deepEqual(layout.hit(4, 8), { index: 3, row: 1, column: 0 });
  for (let y = 2; y < 7; y++) assert.equal(layout.hit(4, y), null);
});

test("a cell is hit where it is painted, and nothing in gaps or outside", () => {
  const layout = tileLayout({ count: 5, rows: 2, columns: 3, across: 2, gap: 1 });
  for (let index = 0; index < 5; index++) {
    const { x, y } = layout.tile(index);
    assert.deepEqual(layout.hit(x + 2, y + 1), { index, row: 1, column: 2 });
    assert.deepEqual(layout.hit(x + 2.9, y + 1.9), { index, row: 1, column: 2 });
  }
  for (const [x, y] of [
    [3, 0],
    [0, 2],
    [4, 6],
    [-1, 0],
    [0, -0.1],
    [7, 0],
    [0, 8],
  ]) {
    assert.equal(layout.hit(x, y), null, `${x}, ${y}`);
  }
  assert.equal(layout.hit(Number.NaN, 0), null);
});

test("values become colours of the palette, held at its ends", () => {
  const layout = tileLayout({ count: 1, rows: 1, columns: 5, across: 1 });
  const pixels = new Uint32Array(5);
  const values = Float32Array.of(-9, -1, 0, 1, 9);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: [-1, 1] });
  assert.deepEqual([...pixels], [0, 0, 128, 255, 255]);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: [-1, 1], rectify: true });
  assert.deepEqual([...pixels], [128, 128, 128, 255, 255]);
});

test("what is not a number has the lowest colour", () => {
  const layout = tileLayout({ count: 1, rows: 1, columns: 2, across: 1 });
  const pixels = new Uint32Array(2).fill(7);
  const values = Float32Array.of(Number.NaN, Infinity);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: BYTES });
  assert.deepEqual([...pixels], [0, 255]);
});

test("every value stands at its tile, row and column", () => {
  const layout = tileLayout({ count: 3, rows: 2, columns: 2, across: 2, gap: 1 });
  const pixels = new Uint32Array(layout.width * layout.height);
  const values = Float32Array.from({ length: 12 }, (_, index) => index + 1);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: BYTES, gapColor: 99 });
  assert.deepEqual(
    [...pixels],
    [1, 2, 99, 5, 6, 3, 4, 99, 7, 8, 99, 99, 99, 99, 99, 9, 10, 99, 99, 99, 11, 12, 99, 99, 99],
  );
});

test("an order puts tiles elsewhere, and their domains go with them", () => {
  const layout = tileLayout({ count: 3, rows: 1, columns: 1, across: 3 });
  const pixels = new Uint32Array(3);
  const values = Float32Array.of(10, 20, 30);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: BYTES, order: [2, 0, 1] });
  assert.deepEqual([...pixels], [30, 10, 20]);
  /** @type {[number, number][]} */
  const domains = [
    [0, 10],
    [0, 255],
    [0, 60],
  ];
  const order = Uint16Array.of(2, 0, 1);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: BYTES, order, domains });
  assert.deepEqual([...pixels], [128, 255, 20]);
});

test("an order with fewer tiles leaves the other places empty", () => {
  const layout = tileLayout({ count: 3, rows: 1, columns: 1, across: 3 });
  const pixels = new Uint32Array(3).fill(7);
  const values = Float32Array.of(10, 20, 30);
  paintTiles(pixels, values, layout, { palette: INDEX, domain: BYTES, order: [1] });
  assert.deepEqual([...pixels], [20, 0, 0]);
});

test("offset and strides find one class of couplings in all iterations", () => {
  // 2 iterations, 2 types, 1 row, 2 columns, 3 classes: iteration 1, class 2.
  const values = Float32Array.from({ length: 24 }, (_, index) => index);
  const layout = tileLayout({ count: 2, rows: 1, columns: 2, across: 2 });
  const pixels = new Uint32Array(4);
  paintTiles(pixels, values, layout, {
    palette: INDEX,
    domain: BYTES,
    offset: 1 * 12 + 2,
    strides: { tile: 6, row: 6, column: 3 },
  });
  assert.deepEqual([...pixels], [14, 17, 20, 23]);
});

test("bytes of a preview are painted as the values that they stand for", () => {
  const layout = tileLayout({ count: 1, rows: 16, columns: 16, across: 1 });
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const even = { bytes: new Uint8Array(256), scale: 0 };
  for (const preview of [
    { bytes, scale: 0.01, zero: -1 },
    { bytes, scale: 0.3, zero: 2 },
    { bytes, scale: 0.01, zero: -9 },
    { ...even, zero: 3 },
    { ...even, zero: 0 },
    { ...even, zero: -3 },
  ]) {
    const values = dequantize({ dtype: "U8", shape: [256], data: preview.bytes }, preview);
    const [expected, painted] = [new Uint32Array(256), new Uint32Array(256)];
    const options = { palette: INDEX, domain: domain(values), rectify: true };
    paintTiles(expected, values, layout, options);
    paintTiles(painted, preview.bytes, layout, { palette: INDEX, domain: byteDomain(preview) });
    // A value between two colours may be rounded to either.
    for (const [index, colour] of painted.entries()) {
      assert.ok(Math.abs(colour - expected[index]) <= 1, `${preview.zero}: byte ${index}`);
    }
  }
});

test("pixels of another size than the picture are refused", () => {
  const layout = tileLayout({ count: 1, rows: 2, columns: 2, across: 1 });
  const options = { palette: INDEX, domain: BYTES };
  const paint = () => paintTiles(new Uint32Array(3), new Float32Array(4), layout, options);
  assert.throws(paint, /3 pixels for a picture of 2x2/);
});

test("a canvas gets the pixels' size once, and the pixels' own bytes", () => {
  const drawn = /** @type {any[]} */ ([]);
  const sizes = /** @type {number[]} */ ([]);
  const canvas = {
    set width(/** @type {number} */ value) {
      sizes.push(value);
    },
    get width() {
      return sizes.at(-1) ?? 300;
    },
    height: 1,
    getContext: () => ({ putImageData: (/** @type {any[]} */ ...all) => drawn.push(all) }),
  };
  const ImageData = class {
    /** @param {any[]} all */
    constructor(...all) {
      this.all = all;
    }
  };
  Object.assign(globalThis, { ImageData });
  const pixels = Uint32Array.of(0, 0xff0000ff, 0xff00ff00).subarray(1);
  putPixels(/** @type {any} */ (canvas), pixels, 2, 1);
  putPixels(/** @type {any} */ (canvas), pixels, 2, 1);
  assert.deepEqual(sizes, [2]);
  const [bytes, width, height] = drawn[0][0].all;
  assert.deepEqual([...bytes], [255, 0, 0, 255, 0, 255, 0, 255]);
  assert.deepEqual([width, height], [2, 1]);
});
