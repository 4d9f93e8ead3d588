import assert from "node:assert/strict";
import { test } from "node:test";

import { withRoom } from "../../../static/js/export/labels.js";

/**
 * @param {unknown} group
 * @param {number} left
 * @param {number} top
 * @param {boolean} [all]
 */
function label(group, left, top, all = false) {
  return { group, all, box: { left, top, right: left + 10, bottom: top + 8 } };
}

test("labels that do not meet all stay", () => {
  const labels = [label("x", 0, 0), label("x", 10, 0), label("y", 0, 8)];
  assert.deepEqual(withRoom(labels), labels);
});

test("of an axis that is too close every second number stays", () => {
  const labels = [0, 6, 12, 18, 24].map((left) => label("x", left, 0));
  assert.deepEqual(
    withRoom(labels).map(({ box }) => box.left),
    [0, 12, 24],
  );
});

test("a name stays where it meets a number", () => {
  const name = label("name", 5, 0);
  assert.deepEqual(withRoom([label("x", 0, 0), label("x", 30, 0), name]), [
    label("x", 30, 0),
    name,
  ]);
});

test("the cells of a table stay together or not at all", () => {
  const cells = [0, 10, 15].map((left) => label("table", left, 0, true));
  assert.deepEqual(withRoom(cells), []);
  assert.equal(withRoom(cells.slice(0, 2)).length, 2);
  assert.deepEqual(withRoom([...cells.slice(0, 2), label("name", 12, 2)]), [label("name", 12, 2)]);
});
