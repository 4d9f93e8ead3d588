import assert from "node:assert/strict";
import { test } from "node:test";

import {
  capsulesAt,
  STEPS,
  tellPlace,
  wayOf,
  withUsualEnd,
  withWay,
} from "../../../../static/js/stages/reconstruction/way.js";

const USUAL = { from: "shown", to: "s5", path: "straight", at: 5 };

test("without a link the way goes straight from what is shown to a sample, seen at its middle", () => {
  assert.deepEqual(wayOf({ lab: null }), USUAL);
});

test("a way comes back from what is written of it, and the usual one is not written", () => {
  const way = /** @type {const} */ ({ from: "c3", to: "k_3_1_-2", path: "length", at: 10 });
  const state = withWay({ lab: null }, way);
  assert.deepEqual(wayOf(state), way);
  assert.equal(withWay(state, { ...USUAL, path: "straight" }).lab, null);
  assert.deepEqual(wayOf(withUsualEnd(state, "to")), { ...way, to: "s5" });
});

test("one change leaves the rest of the lab's state", () => {
  assert.equal(
    withWay({ lab: "reconstruction.dim-4" }, { at: 2 }).lab,
    "reconstruction.dim-4.at-2",
  );
});

test("places and paths that there are not are the usual ones", () => {
  assert.deepEqual(wayOf({ lab: "reconstruction.at-99.path-round" }), USUAL);
});

test("capsules that are empty at a place are not told", () => {
  const names = ["3", "5"];
  const digits = new Float32Array(STEPS * 2 * 2);
  digits.set([0.6, 0.8, 0, 0], 0); // the first place
  digits.set([0.3, 0.4, 0, 0.25], 5 * 4); // the middle
  assert.deepEqual(
    capsulesAt(digits, 0, names).map(({ digit }) => digit),
    [0],
  );
  assert.equal(
    tellPlace(5, capsulesAt(digits, 5, names)),
    "50 % of the way: length of capsule 3 0.500, capsule 5 0.250",
  );
});
