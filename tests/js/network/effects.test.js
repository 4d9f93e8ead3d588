import assert from "node:assert/strict";
import { test } from "node:test";

import {
  clearEffects,
  effectsOf,
  NAMES,
  rangesOf,
  strongestEffects,
} from "../../../static/js/network/effects.js";
import { describeEffect, wordsOf } from "../../../static/js/widgets/effect-words.js";

const IMAGE = { height: 9, width: 9, channels: 1 };
const OFFSETS = [-1, 0, 1];

/**
 * A square of ink, its middle moved right from the picture's.
 * @param {number} right
 */
function square(right) {
  const ink = new Float32Array(81);
  for (let row = 3; row < 6; row++)
    for (let column = 3; column < 6; column++) ink[row * 9 + column + right] = 1;
  return ink;
}

/** Pictures of two dimensions: the first moves the square right, the second changes nothing. */
function pictures() {
  const all = [-2, 0, 2, 0, 0, 0].map(square);
  const joined = new Float32Array(6 * 81);
  all.forEach((ink, index) => joined.set(ink, 81 * index));
  return joined;
}

test("a dimension that moves the ink is told by its correlation and its change", () => {
  const [first, second] = effectsOf(pictures(), OFFSETS, IMAGE);
  assert.deepEqual(first.right.values, [-2, 0, 2]);
  assert.equal(first.right.change, 4);
  assert.ok(Math.abs(first.right.r - 1) < 1e-9);
  assert.equal(second.right.change, 0);
  assert.equal(second.right.r, 0);
});

test("only clear effects are told, and what does nothing is told so", () => {
  const effects = effectsOf(pictures(), OFFSETS, IMAGE);
  assert.deepEqual(
    clearEffects(effects, 0).map(({ name }) => name),
    ["right"],
  );
  assert.equal(wordsOf(effects, 0), "right +4.0 px");
  assert.equal(wordsOf(effects, 1), "nothing clear");
  assert.equal(
    describeEffect(effects, 0, "right"),
    "dimension 0, moved right: −2.00 to +2.00 px, change +4.00, r = +1.000",
  );
});

test("a range has room for all dimensions, and at least half a unit", () => {
  const ranges = rangesOf(effectsOf(pictures(), OFFSETS, IMAGE));
  assert.deepEqual(ranges.right, [-2, 2]);
  assert.deepEqual(ranges.down, [-0.25, 0.25]);
});

test("empty pictures have no effects, and are told to have too little ink", () => {
  const effects = effectsOf(new Float32Array(3 * 81), OFFSETS, IMAGE);
  for (const name of NAMES) assert.deepEqual(effects[0][name].values, [null, null, null]);
  assert.deepEqual(rangesOf(effects).slant, [-1, 1]);
  assert.equal(describeEffect(effects, 0, "slant"), "dimension 0: too little ink to measure");
});

test("a second effect is told only where it is nearly as strong as the first", () => {
  /** @typedef {import("../../../static/js/network/effects.js").Effects} Effects */
  /** @param {Partial<Record<keyof Effects, number>>} changes */
  const moved = (changes) =>
    /** @type {Effects} */ (
      /** @type {unknown} */ (
        Object.fromEntries(
          NAMES.map((name) => {
            const change = changes[name] ?? 0;
            return [name, { values: [], r: change === 0 ? 0 : 1, change }];
          }),
        )
      )
    );
  const effects = [
    moved({ slant: -40, width: 10 }),
    moved({ slant: -34.7, width: 7.2 }),
    moved({ slant: -20, width: 3 }),
  ];
  assert.deepEqual(
    effects.map((_, index) => strongestEffects(effects, index).map(({ name }) => name)),
    [["slant", "width"], ["slant", "width"], ["slant"]],
  );
  assert.equal(wordsOf(effects, 1), "slant −35°, width +7.2 px");
});
