import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MAX_POINTS,
  MAX_STROKES,
  decode,
  encode,
  decodePixels,
  encodePixels,
} from "../../../static/js/drawing/link-code.js";
import { addStroke, startHistory } from "../../../static/js/drawing/strokes.js";
import { integer, seeded } from "../random.js";

/**
 * @typedef {import("../../../static/js/drawing/strokes.js").Point} Point
 * @typedef {import("../../../static/js/drawing/strokes.js").Drawing} Drawing
 */

/**
 * A code of these bytes.
 *
 * @param {...number} bytes
 */
function codeOf(...bytes) {
  return Buffer.from(bytes).toString("base64url");
}

/**
 * @param {() => number} random
 * @returns {Drawing}
 */
function randomDrawing(random) {
  return {
    strokes: Array.from({ length: integer(random, 1, 6) }, () => {
      const reach = [3, 30, 300][integer(random, 0, 2)];
      /** @type {Point[]} */
      const points = [[integer(random, 0, 280), integer(random, 0, 280)]];
      for (let step = integer(random, 0, 40); step > 0; step--) {
        const [x, y] = points[points.length - 1].map((value) =>
          Math.min(560, Math.max(-280, value + integer(random, -reach, reach))),
        );
        points.push([x, y]);
      }
      return { points, width: integer(random, 1, 120), erase: random() < 0.3 };
    }),
  };
}

test("exact bytes: a version, then pen, count, first point and steps of 1, 2 and 5 bytes", () => {
  /** @type {Drawing} */
  const drawing = {
    strokes: [
      {
        points: [
          [0, 0],
          [5, -5],
          [68, 58],
          [280, 0],
        ],
        width: 20,
        erase: true,
      },
    ],
  };
  const short = [10 * 11 + 0];
  const medium = 126 * 127 + 126;
  const code = codeOf(
    1,
    ...[0x80 | 20, 0, 4, 280 >> 8, 280 & 255, 280 >> 8, 280 & 255],
    ...short,
    ...[0x80 | (medium >> 8), medium & 255],
    ...[0xc0, 560 >> 8, 560 & 255, 280 >> 8, 280 & 255],
  );
  assert.equal(encode(drawing), code);
  assert.deepEqual(decode(code), drawing);
});

test("an empty drawing has the empty code", () => {
  assert.equal(encode({ strokes: [] }), "");
  assert.deepEqual(decode(""), { strokes: [] });
});

test("every drawing in whole units comes back as it was", () => {
  const random = seeded(7);
  for (let round = 0; round < 300; round++) {
    const drawing = randomDrawing(random);
    const code = encode(drawing);
    assert.match(code, /^[A-Za-z0-9_-]+$/);
    assert.deepEqual(decode(code), drawing);
  }
});

test("what a history keeps comes back as it was", () => {
  const { present } = addStroke(startHistory(), {
    points: [
      [1.5, -0.2],
      [20.4, 77.7],
      [-400, 900],
    ],
    width: 12.3,
    erase: false,
  });
  assert.deepEqual(decode(encode(present)), present);
});

test("a digit drawn by hand has fewer than 300 characters", () => {
  // An 8: 160 places of the pen with a little tremor.
  const random = seeded(11);
  /** @type {Point[]} */
  const points = Array.from({ length: 160 }, (_, index) => {
    const turn = (2 * Math.PI * index) / 159;
    return [140 + 50 * Math.sin(2 * turn) + random(), 140 - 95 * Math.cos(turn) + random()];
  });
  const { present } = addStroke(startHistory(), { points, width: 20, erase: false });
  assert.ok(encode(present).length < 300, `${encode(present).length} characters`);
});

test("a drawing over the limits has no code", () => {
  const dot = { points: /** @type {Point[]} */ ([[1, 1]]), width: 1, erase: false };
  const full = { strokes: new Array(MAX_STROKES).fill(dot) };
  assert.deepEqual(decode(encode(full)), full);
  assert.equal(encode({ strokes: [...full.strokes, dot] }), "");
  const long = { ...dot, points: new Array(MAX_POINTS + 1).fill(dot.points[0]) };
  assert.equal(encode({ strokes: [long] }), "");
});

test("the largest drawing there may be comes back as it was", () => {
  const strokes = Array.from({ length: MAX_STROKES }, () => ({
    points: Array.from(
      { length: MAX_POINTS / MAX_STROKES },
      (_, index) => /** @type {Point} */ (index % 2 ? [-280, 560] : [560, -280]),
    ),
    width: 120,
    erase: true,
  }));
  assert.deepEqual(decode(encode({ strokes })), { strokes });
});

test("a code that is damaged or out of range stands for nothing", () => {
  const good = [1, 20, 0, 1, 1, 24, 1, 24];
  assert.notEqual(decode(codeOf(...good)), null);
  for (const [what, bytes] of Object.entries({
    "another version": [2, ...good.slice(1)],
    "no strokes": [1],
    "a cut header": good.slice(0, 2),
    "a cut point": good.slice(0, 7),
    "bytes left over": [...good, 0],
    "width 0": [1, 0, ...good.slice(2)],
    "width 121": [1, 121, ...good.slice(2)],
    "no points": [1, 20, 0, 0],
    "fewer points than said": [1, 20, 0, 2, 1, 24, 1, 24],
    "a place too far": [1, 20, 0, 1, 255, 255, 1, 24],
    "a step too far": [1, 20, 0, 2, 0, 0, 0, 0, 0],
  })) {
    assert.equal(decode(codeOf(...bytes)), null, what);
  }
});

test("texts that are no code stand for nothing", () => {
  for (const text of ["A", "!", "AQ==", "A+/A", " AQ", "AQ\n", "é", "<script>", "A".repeat(1e6)]) {
    assert.equal(decode(text), null, text.slice(0, 20));
  }
});

test("too many strokes or points stand for nothing", () => {
  const dot = [20, 0, 1, 1, 24, 1, 24];
  const many = new Array(MAX_STROKES + 1).fill(dot).flat();
  assert.equal(decode(codeOf(1, ...many)), null);
  const half = [20, 2501 >> 8, 2501 & 255, 1, 24, 1, 24, ...new Array(2500).fill(60)];
  assert.equal(decode(codeOf(1, ...half, ...half)), null);
});

test("random texts give a drawing within the limits or nothing", () => {
  const random = seeded(13);
  for (let round = 0; round < 3000; round++) {
    const bytes = Array.from({ length: integer(random, 0, 60) }, () => integer(random, 0, 255));
    const drawing = decode(codeOf(1, ...bytes));
    if (drawing === null) continue;
    assert.deepEqual(decode(encode(drawing)), drawing);
    for (const { points, width } of drawing.strokes) {
      assert.ok(Number.isInteger(width) && width >= 1 && width <= 120);
      assert.ok(points.flat().every((value) => Number.isInteger(value) && Math.abs(value) <= 560));
    }
  }
});

test("pixels come back from their text, whatever they are", () => {
  const random = seeded(23);
  for (const share of [0, 0.1, 0.5, 1]) {
    const pixels = Uint8Array.from({ length: 784 }, () =>
      random() < share ? integer(random, 0, 255) : 0,
    );
    const text = encodePixels(pixels);
    assert.match(text, /^[\w-]+$/);
    assert.ok(text.length <= 1600);
    assert.deepEqual(decodePixels(text, 784), pixels);
    assert.equal(decodePixels(text, 785), null);
  }
});

test("a text that stands for no pixels is refused", () => {
  assert.equal(decodePixels(""), null);
  assert.equal(decodePixels("!"), null);
  // A run of zeros without its length, and one of no zeros.
  assert.equal(decodePixels("AA"), null);
  assert.equal(decodePixels("AAA"), null);
});
