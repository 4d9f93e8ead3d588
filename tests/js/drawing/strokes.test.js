import assert from "node:assert/strict";
import { test } from "node:test";

import {
  EMPTY_DRAWING,
  addStroke,
  clear,
  startHistory,
  redo,
  replace,
  replaceByStroke,
  undo,
} from "../../../static/js/drawing/strokes.js";

/** @typedef {import("../../../static/js/drawing/strokes.js").Stroke} Stroke */

/**
 * @param {number} x
 * @returns {Stroke}
 */
function dot(x) {
  return { points: [[x, 10]], width: 20, erase: false };
}

/** @param {import("../../../static/js/drawing/strokes.js").History} history */
function places({ present }) {
  return present.strokes.map(({ points }) => points[0][0]);
}

test("strokes are added, undone and redone in order", () => {
  let history = startHistory();
  for (const x of [1, 2, 3]) history = addStroke(history, dot(x));
  assert.deepEqual(places(history), [1, 2, 3]);
  history = undo(undo(history));
  assert.deepEqual(places(history), [1]);
  assert.deepEqual(places(redo(history)), [1, 2]);
  assert.deepEqual(places(redo(redo(redo(history)))), [1, 2, 3]);
});

test("a new stroke after an undo ends what could be redone", () => {
  const history = addStroke(undo(addStroke(startHistory(), dot(1))), dot(2));
  assert.equal(redo(history), history);
  assert.deepEqual(places(history), [2]);
});

test("there is nothing to undo at the beginning and nothing to redo at the end", () => {
  const history = startHistory();
  assert.equal(undo(history), history);
  assert.equal(redo(history), history);
});

test("a stroke takes the place of a whole drawing in one step", () => {
  const history = addStroke(addStroke(startHistory(), dot(1)), dot(2));
  const drawn = replaceByStroke(history, dot(3));
  assert.deepEqual(places(drawn), [3]);
  assert.deepEqual(places(undo(drawn)), [1, 2]);
  assert.equal(replaceByStroke(history, { ...dot(4), points: [] }), history);
});

test("clearing can be undone, and clearing nothing is no step", () => {
  const history = addStroke(startHistory(), dot(1));
  assert.deepEqual(clear(history).present, EMPTY_DRAWING);
  assert.deepEqual(places(undo(clear(history))), [1]);
  assert.equal(clear(startHistory()).past.length, 0);
});

test("operations leave the earlier history as it was", () => {
  const history = addStroke(startHistory(), dot(1));
  const copy = structuredClone(history);
  addStroke(history, dot(2));
  undo(history);
  clear(history);
  assert.deepEqual(history, copy);
});

test("a stroke is kept in whole units, within range and without needless points", () => {
  /** @type {Stroke} */
  const stroke = {
    points: [
      [0.4, 0],
      [10, 0.1],
      [20.6, -0.2],
      [20.6, 999],
      [20.6, 400],
    ],
    width: 17.6,
    erase: true,
  };
  assert.deepEqual(addStroke(startHistory(), stroke).present.strokes, [
    {
      points: [
        [0, 0],
        [21, 0],
        [21, 560],
        [21, 400],
      ],
      width: 18,
      erase: true,
    },
  ]);
});

test("a stroke without points is no stroke", () => {
  const history = startHistory();
  assert.equal(addStroke(history, { points: [], width: 1, erase: false }), history);
});

test("a drawing takes 200 strokes and 5,000 points and stays as it is when full", () => {
  let history = startHistory();
  for (let x = 0; x < 200; x++) history = addStroke(history, dot(x));
  assert.equal(history.present.strokes.length, 200);
  assert.equal(addStroke(history, dot(0)), history);
  /** @type {Stroke} */
  const zigzag = {
    points: Array.from({ length: 5001 }, (_, index) => [index % 2 ? 0 : 100, index % 280]),
    width: 1,
    erase: false,
  };
  const empty = startHistory();
  assert.equal(addStroke(empty, zigzag), empty);
  const full = addStroke(empty, { ...zigzag, points: zigzag.points.slice(1) });
  assert.equal(full.present.strokes[0].points.length, 5000);
});

test("a history forgets its oldest steps", () => {
  let history = startHistory();
  for (let step = 0; step < 500; step++) history = replace(history, { strokes: [dot(step % 280)] });
  assert.equal(history.past.length, 200);
  assert.deepEqual(places({ ...history, present: history.past[0] }), [299 % 280]);
});
