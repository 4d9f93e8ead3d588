import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseModel,
  classNoun,
  shownDigit,
  shownIteration,
  watchTrace,
} from "../../../static/js/state/state.js";
import { createStore } from "../../../static/js/state/store.js";
import { traceOf } from "../server/message.js";

/** @typedef {import("../../../static/js/state/state.js").State} State */
/** @typedef {import("../../../static/js/state/state.js").Model} Model */

/**
 * A state of which only a part matters.
 * @param {Partial<State>} part
 */
const stateOf = (part) => /** @type {State} */ (part);

test("the shown digit is the chosen one, else the winner, else the first", () => {
  const trace = traceOf(
    { lengths: { shape: [3], data: new Float32Array(3) } },
    { prediction: "2" },
  );
  /** @param {Partial<State>} state */
  const shown = (state) => shownDigit(/** @type {State} */ (state));
  assert.equal(shown({ digit: 1, trace }), 1);
  assert.equal(shown({ digit: 0, trace }), 0);
  assert.equal(shown({ digit: null, trace }), 2);
  assert.equal(shown({ digit: null, trace: null }), 0);
});

test("the shown iteration is the chosen one where the trace has it, else the last", () => {
  const trace = traceOf({}, { routing: "3" });
  /** @param {number | null} iteration */
  const shown = (iteration) => shownIteration(/** @type {State} */ ({ iteration, trace }));
  assert.deepEqual([null, 0, 2, 9].map(shown), [2, 0, 2, 2]);
});

test("classes are called digits only where all of them are", () => {
  /** @param {string[]} class_names */
  const noun = (class_names) => classNoun(/** @type {Model} */ ({ class_names }));
  assert.equal(noun(["0", "1"]), "digit");
  assert.equal(noun(["0", "coat"]), "class");
  assert.equal(noun(["10"]), "class");
});

test("the trace is of the network in use: choosing another leaves none", () => {
  const [one, other] = ["one", "other"].map((name) => /** @type {Model} */ ({ name }));
  const trace = traceOf({}, { model: "one" });
  const store = createStore(stateOf({ model: one, trace, digit: 4, off: ["type-1"] }));
  store.update(chooseModel(other));
  const { model, trace: left, digit, off } = store.state;
  assert.deepEqual([model, left, digit, off], [other, null, null, []]);
});

test("what watches the trace is told of it and of the other keys, but not where there is none", () => {
  const model = /** @type {Model} */ ({ name: "one" });
  const store = createStore(stateOf({ model, trace: null, digit: null }));
  /** @type {[string, number | null][]} */
  const told = [];
  watchTrace(store, ["trace", "digit"], (trace, { digit }) => told.push([trace.model, digit]));
  store.update({ digit: 3 });
  assert.deepEqual(told, []);
  store.update({ trace: traceOf({}, { model: "one" }) });
  store.update({ digit: 5 });
  store.update(chooseModel(model));
  assert.deepEqual(told, [
    ["one", 3],
    ["one", 5],
  ]);
});
