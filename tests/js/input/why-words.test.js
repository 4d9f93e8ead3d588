import assert from "node:assert/strict";
import { test } from "node:test";

import {
  evidenceFor,
  placeOfSupport,
  strongestOf,
  whyTitle,
  whyWords,
} from "../../../static/js/input/why-words.js";
import { attentive, paper, uneven } from "../networks.js";
import { traceOf } from "../server/message.js";

const CLASSES = 10;

/**
 * A trace of one iteration in which some capsules add something to a class.
 * @param {[type: number, row: number, column: number, digit: number, value: number][]} support
 * @param {{types?: number, side?: number, sums: Record<number, number>,
 *   lengths: Record<number, number>, ink?: number, read?: number}} options `sums`: ‖s‖ of classes
 */
function made(support, { types = 32, side = 6, sums, lengths, ink = 1, read = 7 }) {
  const values = new Float32Array(types * side * side * CLASSES);
  for (const [type, row, column, digit, value] of support)
    values[((type * side + row) * side + column) * CLASSES + digit] = value;
  const vectors = new Float32Array(CLASSES * 2);
  for (const [digit, length] of Object.entries(sums)) {
    vectors[2 * Number(digit)] = 0.6 * length;
    vectors[2 * Number(digit) + 1] = -0.8 * length;
  }
  const sizes = new Float32Array(CLASSES);
  for (const [digit, length] of Object.entries(lengths)) sizes[Number(digit)] = length;
  return traceOf(
    {
      image: { shape: [1, 1, 1], data: Float32Array.of(ink) },
      support: { shape: [1, types, side, side, CLASSES], data: values },
      sums: { shape: [1, CLASSES, 2], data: vectors },
      lengths: { shape: [CLASSES], data: sizes },
    },
    { routing: "1", prediction: String(read) },
  );
}

/** @param {import("../../../static/js/input/why-words.js").Piece[]} pieces */
function textOf(pieces) {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.words)).join("");
}

const SEVEN = made(
  [
    [12, 5, 4, 7, 1],
    [12, 4, 5, 7, 0.9],
    [12, 0, 0, 7, 0.1],
    [3, 0, 2, 7, 0.4],
    [3, 0, 3, 7, -0.1],
    [5, 2, 2, 1, 0.5],
  ],
  { sums: { 7: 4, 1: 0.8 }, lengths: { 7: 0.941, 6: 0.06 } },
);

test("evidence is what each type adds to ‖s‖ of the class, most first", () => {
  const { length, types } = evidenceFor(SEVEN, 7);
  assert.ok(Math.abs(length - 4) < 1e-6);
  assert.deepEqual(
    types.slice(0, 2).map(({ type, share }) => [type, Number(share.toFixed(4))]),
    [
      [12, 0.5],
      [3, 0.075],
    ],
  );
});

test("where one type decides, it is named with its place and share, and the next with its", () => {
  assert.equal(whyTitle(SEVEN, paper, 7), "Why 7?");
  assert.equal(
    textOf(whyWords(SEVEN, paper, 7, true)),
    "Capsules of type 12, mostly at the lower right, give 50\u00a0% of what speaks for it; no other type gives more than 8\u00a0%. Second is 6 with 0.060, 0.881 behind.",
  );
  assert.deepEqual(strongestOf(SEVEN, paper, 12, 7), {
    ...{ kind: "capsule", type: 12, row: 5, column: 4 },
  });
});

test("where none decides, the first two are named", () => {
  const trace = made(
    [
      [4, 0, 2, 7, 0.2],
      [4, 5, 0, 7, 0.1],
      [4, 3, 5, 7, 0.15],
      [8, 1, 1, 7, 0.3],
    ],
    { sums: { 7: 3 }, lengths: { 7: 0.9, 2: 0.4 } },
  );
  const words = whyWords(trace, paper, 7, true);
  assert.equal(
    textOf(words),
    "Many types agree: type 4, strongest at the top, gives 15\u00a0% of what speaks for it, then type 8 with 10\u00a0%. Second is 2 with 0.400, 0.500 behind.",
  );
  assert.deepEqual(
    words.flatMap((piece) => (typeof piece === "string" ? [] : [piece.type])),
    [4, 8],
  );
});

test("of a class that is not read it says how much less there is for it", () => {
  assert.equal(whyTitle(SEVEN, paper, 1), "Why not 1?");
  assert.equal(
    textOf(whyWords(SEVEN, paper, 1, true)),
    "What speaks for it adds up to 0.80 only, for 7 to 4.00. Most comes from capsules of type 5, mostly in the centre: 63\u00a0%.",
  );
});

test("nothing drawn is nothing to explain", () => {
  const trace = made([], { sums: { 7: 0.01 }, lengths: { 7: 0.02 }, ink: 0 });
  assert.equal(whyTitle(trace, paper, 7), "Why?");
  const [words] = whyWords(trace, paper, 7, true);
  assert.match(String(words), /^Draw a digit/);
});

test("capsules that see the whole picture have no place in it", () => {
  const trace = made([[0, 0, 0, 7, 1.2]], {
    ...{ types: 16, side: 1, sums: { 7: 4 }, lengths: { 7: 0.97, 1: 0.1 } },
  });
  assert.equal(placeOfSupport(trace, attentive, 0, 7), null);
  assert.match(
    textOf(whyWords(trace, attentive, 7, true)),
    /^Capsules of type 0 give 30\u00a0% of what/,
  );
});

test("a network that knows no digits says so of a drawing, not of its own pictures", () => {
  const values = new Float32Array(4 * 4 * 5 * 3);
  values[(1 * 20 + 0) * 3 + 2] = 1;
  const trace = traceOf(
    {
      image: { shape: [1, 1, 1], data: Float32Array.of(1) },
      support: { shape: [1, 4, 4, 5, 3], data: values },
      sums: { shape: [1, 3, 1], data: Float32Array.of(0, 0, 2) },
      lengths: { shape: [3], data: Float32Array.of(0.1, 0.2, 0.8) },
    },
    { routing: "1", prediction: "2" },
  );
  const model = { ...uneven, shows: "clothes" };
  assert.equal(whyTitle(trace, model, 2), "Why bag?");
  assert.equal(
    textOf(whyWords(trace, model, 2, true)),
    "This network knows clothes, no digits. Capsules of type 1, mostly at the upper left, give 50\u00a0% of what speaks for it; no other type gives more than 0\u00a0%. ",
  );
  assert.match(textOf(whyWords(trace, model, 2, false)), /Second is coat with 0.200, 0.600 behind/);
});
