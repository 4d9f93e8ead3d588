import assert from "node:assert/strict";
import { test } from "node:test";

import { tileLayout } from "../../../static/js/graphics/raster.js";
import { FIRST_CELL, stepInPicture } from "../../../static/js/widgets/picture-keys.js";

/** Five tiles of 2 by 3 cells, three side by side: the second row has two. */
const layout = tileLayout({ count: 5, rows: 2, columns: 3, across: 3, gap: 2 });

/** @type {(from: number[], key: string, how?: {ctrl?: boolean, byTile?: boolean}) => number[] | null} */
function step([index, row, column], key, { ctrl = false, byTile = false } = {}) {
  const to = stepInPicture({ key, ctrlKey: ctrl }, { index, row, column }, layout, byTile);
  return to && [to.index, to.row, to.column];
}

test("arrows cross the gap to the next tile, and stay at the picture's edge", () => {
  assert.deepEqual(step([0, 1, 1], "ArrowRight"), [0, 1, 2]);
  assert.deepEqual(step([0, 1, 2], "ArrowRight"), [1, 1, 0]);
  assert.deepEqual(step([1, 1, 0], "ArrowDown"), [4, 0, 0]);
  assert.deepEqual(step([0, 0, 0], "ArrowUp"), [0, 0, 0]);
  assert.deepEqual(step([2, 1, 0], "ArrowDown"), [2, 1, 0], "no tile stands below the third");
});

test("Home and End stay in the row of the tile, with Ctrl they go to the ends of the picture", () => {
  assert.deepEqual(step([3, 1, 1], "Home"), [3, 1, 0]);
  assert.deepEqual(step([3, 0, 1], "End"), [3, 0, 2]);
  assert.deepEqual(step([3, 1, 1], "Home", { ctrl: true }), [0, 0, 0]);
  assert.deepEqual(step([3, 1, 1], "End", { ctrl: true }), [4, 1, 2]);
});

test("Page Up and Page Down go from tile to tile; a single tile has only its rows", () => {
  assert.deepEqual(step([1, 1, 2], "PageDown"), [2, 1, 2]);
  assert.deepEqual(step([4, 1, 2], "PageDown"), [4, 1, 2]);
  assert.deepEqual(step([0, 1, 2], "PageUp"), [0, 1, 2]);
  const one = tileLayout({ count: 1, rows: 4, columns: 4, across: 1 });
  const down = stepInPicture({ key: "PageDown", ctrlKey: false }, FIRST_CELL, one, false);
  assert.deepEqual(down, { index: 0, row: 3, column: 0 });
});

test("whole tiles are a grid of their own", () => {
  assert.deepEqual(step([0, 0, 0], "ArrowRight", { byTile: true }), [1, 0, 0]);
  assert.deepEqual(step([1, 0, 0], "ArrowDown", { byTile: true }), [4, 0, 0]);
  assert.deepEqual(step([2, 0, 0], "ArrowDown", { byTile: true }), [2, 0, 0]);
  assert.deepEqual(step([4, 0, 0], "PageUp", { byTile: true }), [1, 0, 0]);
  assert.deepEqual(step([1, 0, 0], "End", { byTile: true }), [4, 0, 0]);
});

test("an arrow without a cell goes to the first, and other keys lead nowhere", () => {
  const to = stepInPicture({ key: "ArrowDown", ctrlKey: false }, null, layout, false);
  assert.deepEqual(to, FIRST_CELL);
  assert.equal(step([0, 0, 0], "Tab"), null);
});
