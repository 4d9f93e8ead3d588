import assert from "node:assert/strict";
import { test } from "node:test";

import {
  conv1Patch,
  paintSupport,
  primaryGrid,
  primaryPatch,
  primaryWindow,
} from "../../../static/js/network/receptive-fields.js";
import { seeded } from "../random.js";

const MNIST = {
  image_height: 28,
  image_width: 28,
  image_channels: 1,
  conv1_kernel_size: 9,
  field_size: 17,
  field_stride: 2,
};

/** 2x3 positions that see patches of 2x2, one pixel apart, on an image of 3x4. */
const SMALL = {
  image_height: 3,
  image_width: 4,
  image_channels: 1,
  conv1_kernel_size: 1,
  field_size: 2,
  field_stride: 1,
};

/** @param {Float32Array} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

test("a Conv1 cell sees the 9x9 patch that begins at its own row and column", () => {
  assert.deepEqual(conv1Patch(MNIST, 19, 0), { row: 19, column: 0, height: 9, width: 9 });
});

test("a primary capsule sees 9x9 cells of the maps, two apart", () => {
  assert.deepEqual(primaryWindow(MNIST, 5, 2), { row: 10, column: 4, height: 9, width: 9 });
});

test("a primary capsule sees 17x17 pixels, and the last ones end one short of the edge", () => {
  assert.deepEqual(primaryPatch(MNIST, 0, 0), { row: 0, column: 0, height: 17, width: 17 });
  const { row, height } = primaryPatch(MNIST, 5, 5);
  assert.equal(row + height, 27);
});

test("positions of the primary capsules follow from the sizes", () => {
  assert.deepEqual(primaryGrid(MNIST), { rows: 6, columns: 6 });
  assert.deepEqual(primaryGrid({ ...MNIST, image_height: 40, image_width: 32 }), {
    rows: 12,
    columns: 8,
  });
  assert.deepEqual(primaryGrid(SMALL), { rows: 2, columns: 3 });
});

test("support goes to the ink of its patch, in proportion", () => {
  const support = Float32Array.of(0, 0, 0, 0, 8, 0); // position (1, 1): rows 1-2, columns 1-2
  const image = Float32Array.of(1, 1, 1, 1, 0, 0.25, 0, 1, 0, 0, 0.75, 0);
  const painted = paintSupport(SMALL, support, image);
  assert.deepEqual([...painted], [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 6, 0]);
});

test("support without ink in its patch is spread evenly", () => {
  const support = Float32Array.of(-4, 0, 0, 0, 0, 0);
  const painted = paintSupport(SMALL, support, new Float32Array(12));
  assert.deepEqual([...painted], [-1, -1, 0, 0, -1, -1, 0, 0, 0, 0, 0, 0]);
});

test("support of overlapping patches adds up in a pixel", () => {
  const support = Float32Array.of(1, 2, 0, 3, 4, 0); // all four see pixel (1, 1)
  const image = new Float32Array(12);
  image[5] = 0.5;
  const painted = paintSupport(SMALL, support, image);
  assert.equal(painted[5], 10);
  assert.equal(sum(painted), 10);
});

test("ink of all channels counts", () => {
  const image = new Float32Array(24);
  image[0] = 0.5; // first channel, pixel 0
  image[12 + 1] = 0.5; // second channel, pixel 1
  const support = Float32Array.of(6, 0, 0, 0, 0, 0);
  const painted = paintSupport({ ...SMALL, image_channels: 2 }, support, image);
  assert.deepEqual([...painted.subarray(0, 3)], [3, 3, 0]);
});

test("the pixels always add up to the support", () => {
  const random = seeded(3);
  for (let round = 0; round < 50; round++) {
    const support = Float32Array.from({ length: 36 }, () => random() - 0.3);
    const drawn = random() < 0.8 ? 0.2 : 0;
    const image = Float32Array.from({ length: 784 }, () => (random() < drawn ? random() : 0));
    const painted = paintSupport(MNIST, support, image);
    assert.equal(painted.length, 784);
    assert.ok(Math.abs(sum(painted) - sum(support)) < 1e-4);
  }
});
