import assert from "node:assert/strict";
import { test } from "node:test";

import { contour } from "../../../static/js/graphics/contour.js";

/** The unit lines of a path, each from a corner to the right or down. @param {string} path */
const lines = (path) => path.split("M").slice(1).sort();

test("one cell is outlined by its four sides", () => {
  assert.deepEqual(lines(contour([0, 0, 0, 1], 2, 2)), ["1 1h1", "1 1v1", "1 2h1", "2 1v1"]);
});

test("between neighbours that are both in it there is no line", () => {
  assert.deepEqual(lines(contour([1, 1], 1, 2)), [
    ...["0 0h1", "0 0v1", "0 1h1", "1 0h1", "1 1h1", "2 0v1"],
  ]);
});

test("nothing is outlined where no cell is in it", () => {
  assert.equal(contour(new Uint8Array(6), 2, 3), "");
});
