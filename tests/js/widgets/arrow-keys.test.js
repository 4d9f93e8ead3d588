import assert from "node:assert/strict";
import { test } from "node:test";

import { stepInGrid, stepInList } from "../../../static/js/widgets/arrow-keys.js";

test("in a list arrows go one place, and never beyond an end", () => {
  const from = (/** @type {number} */ at) => (/** @type {string} */ key) =>
    stepInList({ key }, at, 5);
  assert.deepEqual(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].map(from(2)), [3, 3, 1, 1]);
  assert.deepEqual(["ArrowRight", "ArrowDown"].map(from(4)), [4, 4]);
  assert.deepEqual(["ArrowLeft", "ArrowUp"].map(from(0)), [0, 0]);
  assert.deepEqual(["Home", "End", "Enter", "toString"].map(from(2)), [0, 4, null, null]);
});

test("in a list Page Up and Page Down go a page, within the list", () => {
  const page = (/** @type {string} */ key, /** @type {number} */ at) =>
    stepInList({ key }, at, 30, 7);
  assert.deepEqual([page("PageDown", 3), page("PageUp", 10)], [10, 3]);
  assert.deepEqual([page("PageDown", 28), page("PageUp", 3)], [29, 0]);
});

test("in a grid arrows stay in their row and column", () => {
  const size = { rows: 3, columns: 4 };
  const go = (/** @type {string} */ key, ctrlKey = false, from = { row: 2, column: 3 }) =>
    stepInGrid({ key, ctrlKey }, from, size);
  assert.deepEqual(go("ArrowRight"), { row: 2, column: 3 });
  assert.deepEqual(go("ArrowUp"), { row: 1, column: 3 });
  assert.deepEqual(go("ArrowLeft"), { row: 2, column: 2 });
  assert.deepEqual(go("ArrowDown", false, { row: 0, column: 1 }), { row: 1, column: 1 });
});

test("in a grid Home and End go along the row, with Ctrl to the corners", () => {
  const size = { rows: 3, columns: 4 };
  const go = (/** @type {string} */ key, ctrlKey = false) =>
    stepInGrid({ key, ctrlKey }, { row: 1, column: 2 }, size);
  assert.deepEqual(go("Home"), { row: 1, column: 0 });
  assert.deepEqual(go("End"), { row: 1, column: 3 });
  assert.deepEqual(go("Home", true), { row: 0, column: 0 });
  assert.deepEqual(go("End", true), { row: 2, column: 3 });
  assert.deepEqual(go("PageUp"), { row: 0, column: 2 });
  assert.deepEqual(go("PageDown"), { row: 2, column: 2 });
  assert.equal(go("Tab"), null);
});
