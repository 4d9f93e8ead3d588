import assert from "node:assert/strict";
import { test } from "node:test";

import { missingFromLink } from "../../static/js/location.js";
import { startHistory } from "../../static/js/strokes.js";
import { seeded } from "./random.js";

/** @typedef {import("../../static/js/store.js").State} State */

/**
 * @param {number} count of points, far from each other
 * @returns {Partial<State>}
 */
function scribble(count) {
  const random = seeded(3);
  /** @type {[number, number][]} */
  const points = Array.from({ length: count }, () => [280 * random(), 280 * random()]);
  const drawing = startHistory({ strokes: [{ points, width: 20, erase: false }] });
  return { input: { kind: "strokes" }, drawing };
}

/** @param {Partial<State>} state */
const missing = (state) => missingFromLink(/** @type {State} */ (state));

test("a link carries drawings and test pictures, and nothing is missing from it", () => {
  assert.equal(missing(scribble(300)), null);
  assert.equal(missing({ input: { kind: "strokes" }, drawing: startHistory() }), null);
  const pixels = new Uint8Array(784);
  assert.equal(
    missing({ input: { kind: "pixels", pixels, name: "test picture 3", index: 3 } }),
    null,
  );
});

test("a drawing whose link a server would refuse is not put into one", () => {
  assert.match(String(missing(scribble(2000))), /too many strokes/);
});

test("pictures and pixels set by hand are told to be missing", () => {
  const pixels = new Uint8Array(784);
  const byHand = /** @type {const} */ ({ kind: "pixels", pixels, name: "by hand", index: null });
  assert.match(String(missing({ input: byHand })), /set by hand/);
  const picture = /** @type {const} */ ({ kind: "picture", blob: new Blob(), name: "photo" });
  assert.match(String(missing({ input: picture })), /a picture of yours/);
});
