import assert from "node:assert/strict";
import { test } from "node:test";

import {
  capsuleValues,
  redoValues,
  setValues,
  tracedValues,
  undoValues,
  withLength,
} from "../../../static/js/state/capsule-edit.js";
import { traceOf } from "../server/message.js";

/** @typedef {import("../../../static/js/state/state.js").State} State */

/** Two iterations of two capsules of three dimensions; the second capsule wins. */
const TRACE = traceOf(
  { digits: { shape: [2, 2, 3], data: Float32Array.of(9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6) } },
  { routing: "2", prediction: "1" },
);

/**
 * @param {Partial<State>} [changes]
 * @returns {State}
 */
function stateOf(changes = {}) {
  return /** @type {State} */ ({ trace: TRACE, digit: null, held: null, ...changes });
}

/**
 * @param {State} state
 * @param {Partial<State>} changes
 * @returns {State}
 */
function after(state, changes) {
  return { ...state, ...changes };
}

test("a capsule's numbers are those after the last iteration", () => {
  assert.deepEqual([...tracedValues(TRACE, 0)], [1, 2, 3]);
  assert.deepEqual([...tracedValues(TRACE, 1)], [4, 5, 6]);
});

test("the sliders show the winner, the chosen class, or the capsule in hand", () => {
  assert.deepEqual(capsuleValues(stateOf()), [4, 5, 6]);
  assert.deepEqual(capsuleValues(stateOf({ digit: 0 })), [1, 2, 3]);
  const moved = after(stateOf(), setValues(stateOf(), [7, 8, 9]));
  assert.deepEqual(capsuleValues(moved), [7, 8, 9]);
  assert.equal(capsuleValues(stateOf({ trace: null })), null);
});

test("values set by hand belong to the class that was shown", () => {
  assert.equal(setValues(stateOf(), [7, 8, 9]).held?.digit, 1);
  assert.equal(setValues(stateOf({ digit: 0 }), [7, 8, 9]).held?.digit, 0);
  assert.deepEqual(setValues(stateOf({ trace: null }), [7, 8, 9]), {});
});

test("undo and redo return every value exactly, back to the drawing's own", () => {
  let state = stateOf();
  state = after(state, setValues(state, [7, 5, 6]));
  state = after(state, setValues(state, [7, 8, 6]));
  state = after(state, undoValues(state));
  assert.deepEqual(capsuleValues(state), [7, 5, 6]);
  state = after(state, undoValues(state));
  assert.deepEqual(capsuleValues(state), [4, 5, 6]);
  assert.deepEqual(undoValues(state), {});
  state = after(state, redoValues(state));
  state = after(state, redoValues(state));
  assert.deepEqual(capsuleValues(state), [7, 8, 6]);
  assert.deepEqual(redoValues(state), {});
});

test("a drag is one step of undo, and the next drag another", () => {
  let state = stateOf();
  for (const value of [1, 2, 3]) {
    state = after(state, setValues(state, [value, 5, 6], { moving: true }));
  }
  state = after(state, setValues(state, [3, 5, 6]));
  state = after(state, setValues(state, [3, 1, 6], { moving: true }));
  state = after(state, setValues(state, [3, 2, 6]));
  state = after(state, undoValues(state));
  assert.deepEqual(capsuleValues(state), [3, 5, 6]);
  state = after(state, undoValues(state));
  assert.deepEqual(capsuleValues(state), [4, 5, 6]);
});

test("a change after an undo ends what could be redone", () => {
  let state = stateOf();
  state = after(state, setValues(state, [7, 5, 6]));
  state = after(state, undoValues(state));
  state = after(state, setValues(state, [8, 5, 6]));
  assert.deepEqual(redoValues(state), {});
});

test("undo and redo do nothing where no capsule is in hand", () => {
  assert.deepEqual(undoValues(stateOf()), {});
  assert.deepEqual(redoValues(stateOf()), {});
});

test("another length keeps the direction; a capsule of length zero gets one", () => {
  const values = withLength([3, 0, -4], 0.5);
  assert.deepEqual(
    values.map((value) => Math.round(1e9 * value) / 1e9),
    [0.3, 0, -0.4],
  );
  assert.deepEqual(withLength([0, 0, 0], 0.5), [0.5, 0, 0]);
  assert.deepEqual(withLength([3, 0, -4], 0).map(Math.abs), [0, 0, 0]);
});
