import assert from "node:assert/strict";
import { test } from "node:test";

import { primaryGrid } from "../../../static/js/network/receptive-fields.js";
import { linkUnit } from "../../../static/js/network/related-units.js";
import { integer, seeded } from "../random.js";
import { attentive, paper, uneven } from "../networks.js";

/** @typedef {import("../../../static/js/network/related-units.js").Box} Box */
/** @typedef {import("../../../static/js/state/state.js").Config} Config */
/** @typedef {[number, number]} Place row and column */

const NETWORKS = Object.entries({ paper, uneven, attentive });

/** @param {Config} config */
function sizes(config) {
  const { rows, columns } = primaryGrid(config);
  const less = config.conv1_kernel_size - 1;
  return {
    image: /** @type {Place} */ ([config.image_height, config.image_width]),
    conv1: /** @type {Place} */ ([config.image_height - less, config.image_width - less]),
    primary: /** @type {Place} */ ([rows, columns]),
  };
}

/** @param {Place} size @returns {Place[]} */
function placesOf([rows, columns]) {
  return Array.from({ length: rows * columns }, (_, index) => [
    Math.floor(index / columns),
    index % columns,
  ]);
}

/** Whether a cell of Conv1 sees a pixel. @param {Config} config @param {Place} cell @param {Place} pixel */
function sees({ conv1_kernel_size: size }, cell, pixel) {
  return cell.every((at, axis) => pixel[axis] >= at && pixel[axis] < at + size);
}

/** Whether a primary capsule sees a cell of Conv1. @param {Config} config @param {Place} capsule @param {Place} cell */
function reads(
  { field_size: field, conv1_kernel_size: kernel, field_stride: stride },
  capsule,
  cell,
) {
  const size = field - kernel + 1;
  return capsule.every((at, axis) => cell[axis] >= at * stride && cell[axis] < at * stride + size);
}

/**
 * Asserts that the boxes hold just these places, on every tile or on one.
 * @param {Box[]} boxes
 * @param {Place} size of a tile
 * @param {(place: Place) => boolean} holds
 * @param {{tile?: number, role: Box["role"]}} of
 */
function assertHolds(boxes, size, holds, { tile, role }) {
  const own = boxes.filter((box) => box.role === role);
  for (const box of own) {
    assert.equal(box.tile, tile);
    assert.ok(box.height > 0 && box.width > 0);
    assert.ok(box.row >= 0 && box.column >= 0);
    assert.ok(box.row + box.height <= size[0] && box.column + box.width <= size[1]);
  }
  for (const place of placesOf(size)) {
    const [row, column] = place;
    const inside = own.some(
      (box) =>
        row >= box.row &&
        row < box.row + box.height &&
        column >= box.column &&
        column < box.column + box.width,
    );
    assert.equal(inside, holds(place), `${place}`);
  }
}

/** @param {Place} one */
const is = (one) => (/** @type {Place} */ other) => String(one) === String(other);
const none = () => false;
const all = () => true;

for (const [name, { config }] of NETWORKS) {
  const size = sizes(config);

  test(`a pixel goes to the cells and the capsules that see it (${name})`, () => {
    for (const pixel of placesOf(size.image)) {
      const { boxes } = linkUnit({ kind: "pixel", row: pixel[0], column: pixel[1] }, config);
      const cells = placesOf(size.conv1).filter((cell) => sees(config, cell, pixel));
      assertHolds(boxes.image, size.image, is(pixel), { role: "here" });
      assertHolds(boxes.conv1, size.conv1, (cell) => sees(config, cell, pixel), { role: "to" });
      const capsule = (/** @type {Place} */ at) => cells.some((cell) => reads(config, at, cell));
      assertHolds(boxes.primary, size.primary, capsule, { role: "to" });
      assertHolds(boxes.reconstruction, size.image, is(pixel), { role: "to" });
      assert.deepEqual(boxes.kernels, []);
    }
  });

  test(`a cell of Conv1 comes from its patch and its kernel (${name})`, () => {
    const random = seeded(1);
    for (const cell of placesOf(size.conv1)) {
      const map = integer(random, 0, config.conv1_kernels - 1);
      const unit = /** @type {const} */ ({ kind: "conv1", map, row: cell[0], column: cell[1] });
      const { boxes } = linkUnit(unit, config);
      assertHolds(boxes.image, size.image, (pixel) => sees(config, cell, pixel), { role: "from" });
      const kernel = /** @type {Place} */ ([config.conv1_kernel_size, config.conv1_kernel_size]);
      assertHolds(boxes.kernels, kernel, all, { tile: map, role: "from" });
      assertHolds(boxes.conv1, size.conv1, is(cell), { tile: map, role: "here" });
      assertHolds(boxes.primary, size.primary, (at) => reads(config, at, cell), { role: "to" });
    }
  });

  test(`a kernel makes the whole of its map (${name})`, () => {
    const { boxes } = linkUnit({ kind: "kernel", map: 3 }, config);
    const kernel = /** @type {Place} */ ([config.conv1_kernel_size, config.conv1_kernel_size]);
    assertHolds(boxes.kernels, kernel, all, { tile: 3, role: "here" });
    assertHolds(boxes.conv1, size.conv1, all, { tile: 3, role: "to" });
    assert.deepEqual([...boxes.image, ...boxes.primary, ...boxes.reconstruction], []);
  });

  test(`what stands at a position comes from all that the position sees (${name})`, () => {
    for (const at of placesOf(size.primary)) {
      const place = { type: 2, row: at[0], column: at[1] };
      const units = /** @type {const} */ ([
        { kind: "capsule", ...place },
        { kind: "component", ...place, dimension: 1 },
        { kind: "vote", ...place, digit: 1 },
        { kind: "position", row: at[0], column: at[1], digit: 1 },
      ]);
      for (const unit of units) {
        const linked = linkUnit(unit, config);
        const { boxes } = linked;
        const cells = placesOf(size.conv1).filter((cell) => reads(config, at, cell));
        const pixel = (/** @type {Place} */ each) => cells.some((cell) => sees(config, cell, each));
        assertHolds(boxes.image, size.image, pixel, { role: "from" });
        assertHolds(boxes.conv1, size.conv1, (cell) => reads(config, at, cell), { role: "from" });
        const tile = unit.kind === "position" ? undefined : 2;
        const here = unit.kind === "capsule" || unit.kind === "component";
        assertHolds(boxes.primary, size.primary, is(at), { tile, role: here ? "here" : "from" });
        assert.deepEqual(linked.position, { row: at[0], column: at[1] });
        assert.equal(linked.type, unit.kind === "position" ? null : 2);
        assert.deepEqual(linked.digits, here ? [] : [1]);
      }
    }
  });

  test(`a type, and its link, take in all of its capsules (${name})`, () => {
    const type = linkUnit({ kind: "type", type: 1 }, config);
    assertHolds(type.boxes.primary, size.primary, all, { tile: 1, role: "here" });
    assert.deepEqual([type.type, type.digits], [1, []]);
    const link = linkUnit({ kind: "link", type: 1, digit: 2 }, config);
    assertHolds(link.boxes.primary, size.primary, all, { tile: 1, role: "from" });
    assert.deepEqual([link.type, link.digits], [1, [2]]);
  });

  test(`a class's capsule and what follows from it go to its picture (${name})`, () => {
    const units = /** @type {const} */ ([
      { kind: "digit", digit: 2 },
      { kind: "dimension", digit: 2, dimension: 4 },
      { kind: "hidden", digit: 2, layer: 0, index: 1 },
    ]);
    for (const unit of units) {
      const { boxes, digits, dimension } = linkUnit(unit, config);
      assertHolds(boxes.reconstruction, size.image, all, { role: "to" });
      assertHolds(boxes.image, size.image, none, { role: "from" });
      assert.deepEqual(digits, [2]);
      assert.equal(dimension, unit.kind === "dimension" ? 4 : null);
    }
    const { boxes, digits } = linkUnit({ kind: "decoded", digit: 1, row: 3, column: 5 }, config);
    assertHolds(boxes.reconstruction, size.image, is([3, 5]), { role: "here" });
    assertHolds(boxes.image, size.image, is([3, 5]), { role: "to" });
    assert.deepEqual(digits, [1]);
  });
}

test("a cell that no window holds goes nowhere", () => {
  // Windows of 2 cells, 3 apart: row 2 lies between the first and the second.
  const unit = /** @type {const} */ ({ kind: "conv1", map: 0, row: 2, column: 0 });
  assert.deepEqual(linkUnit(unit, uneven.config).boxes.primary, []);
});
