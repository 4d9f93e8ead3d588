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

/**
 * @param {string | null} lab
 * @param {string[]} [names] of the classes
 */
function stateOf(lab, names = [..."0123456789"]) {
  const model = /** @type {import("../../../../static/js/state/state.js").Model} */ ({
    class_names: names,
  });
  return { lab, model };
}

const USUAL = { from: "shown", to: "s5", path: "straight", at: 5 };

test("without a link the way goes straight from what is shown to a sample, seen at its middle", () => {
  assert.deepEqual(wayOf(stateOf(null)), USUAL);
});

test("a network that reads no digits goes to another capsule of what is drawn", () => {
  const clothes = ["shirt", "coat", "bag"];
  assert.deepEqual(wayOf(stateOf(null, clothes)), { ...USUAL, to: "c2" });
  assert.equal(withWay(stateOf(null, clothes), { to: "c2" }).lab, null);
});

test("a way comes back from what is written of it, and the usual one is not written", () => {
  const way = /** @type {const} */ ({ from: "c3", to: "k_3_1_-2", path: "length", at: 10 });
  const state = stateOf(withWay(stateOf(null), way).lab);
  assert.deepEqual(wayOf(state), way);
  assert.equal(withWay(state, { ...USUAL, path: "straight" }).lab, null);
  assert.deepEqual(wayOf(stateOf(withUsualEnd(state, "to").lab)), { ...way, to: "s5" });
});

test("one change leaves the rest of the lab's state", () => {
  assert.equal(
    withWay(stateOf("reconstruction.dim-4"), { at: 2 }).lab,
    "reconstruction.dim-4.at-2",
  );
});

test("places and paths that there are not are the usual ones", () => {
  assert.deepEqual(wayOf(stateOf("reconstruction.at-99.path-round")), USUAL);
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
