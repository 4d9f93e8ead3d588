import assert from "node:assert/strict";
import { test } from "node:test";
import { digitDrawn, digitOfSecond } from "../../../../static/js/labs/two-digits/known-label.js";
import {
  LONGEST,
  readSecond,
  secondOf,
  tellSecond,
  writeSecond,
} from "../../../../static/js/labs/two-digits/second-digit-code.js";

const KNOWN = { samples: 21, size: 9, classes: 10 };
/** @type {import("../../../../static/js/drawing/strokes.js").Drawing} */
const DRAWING = {
  strokes: [
    {
      points: [
        [100, 50],
        [102, 60],
        [140, 200],
      ],
      width: 20,
      erase: false,
    },
  ],
};
const PIXELS = Uint8Array.from([0, 0, 255, 0, 128, 7, 0, 0, 1]);

test("every kind of second digit is written and read back", () => {
  /** @type {import("../../../../static/js/labs/two-digits/second-digit-code.js").Second[]} */
  const all = [
    { kind: "sample", index: 12 },
    { kind: "strokes", drawing: DRAWING },
    { kind: "strokes", drawing: { strokes: [] } },
    { kind: "pixels", pixels: PIXELS, digit: 7 },
    { kind: "pixels", pixels: PIXELS, digit: null },
  ];
  for (const second of all) {
    const text = writeSecond(second);
    assert.ok(text !== null && /^[A-Za-z0-9_-]+$/.test(text));
    assert.deepEqual(readSecond(text, KNOWN), second);
  }
});

test("what is no second digit of this page is not read", () => {
  const pixels = writeSecond({ kind: "pixels", pixels: PIXELS, digit: 7 }) ?? "";
  const wrong = ["", "s", "s21", "s-1", "x", "d!", "dAAAA", "p7", "p7_", "p_", pixels.slice(0, -4)];
  for (const text of [...wrong, pixels.replace("p7", "p10"), `d${"A".repeat(3000)}`])
    assert.equal(readSecond(text, KNOWN), null, text);
});

test("what a link cannot hold is not written", () => {
  const points = Array.from(
    { length: 900 },
    (_, at) => /** @type {[number, number]} */ ([(at * 37) % 280, (at * 91) % 280]),
  );
  const long = { strokes: [{ points, width: 20, erase: false }] };
  assert.equal(writeSecond({ kind: "strokes", drawing: long }), null);
  const full = new Uint8Array(28 * 28).fill(200);
  const text = writeSecond({ kind: "pixels", pixels: full, digit: null });
  assert.ok(text !== null && text.length <= LONGEST + 8);
  const noise = Uint8Array.from({ length: 1024 }, (_, at) => (at % 2) * 9);
  assert.equal(writeSecond({ kind: "pixels", pixels: noise, digit: null }), null);
});

test("a drawing that is a bundled one is known by its strokes, however wide the pen", () => {
  const samples = [
    { label: 4, name: "a 4", strokes: [DRAWING.strokes[0].points] },
    { label: 1, name: "a 1", strokes: [[/** @type {[number, number]} */ ([140, 40])]] },
  ];
  const model = { class_names: [..."0123456789"] };
  const wide = { strokes: DRAWING.strokes.map((stroke) => ({ ...stroke, width: 35 })) };
  assert.equal(digitDrawn(wide, samples, model), 4);
  assert.equal(digitDrawn({ strokes: [] }, samples, model), null);
  const more = { strokes: [...DRAWING.strokes, { ...DRAWING.strokes[0], erase: true }] };
  assert.equal(digitDrawn(more, samples, model), null);
  assert.equal(digitDrawn(wide, samples, { class_names: ["cat", "dog"] }), null);
});

test("what the page shows becomes a second digit; a picture as the network receives it", () => {
  const drawing = { past: [], present: DRAWING, future: [] };
  const trace = /** @type {any} */ ({ values: () => Float32Array.of(0, 0.5, 1) });
  assert.deepEqual(secondOf({ input: { kind: "strokes" }, drawing, trace }, 3), {
    ...{ kind: "strokes", drawing: DRAWING },
  });
  const pixels = /** @type {const} */ ({ kind: "pixels", pixels: PIXELS, name: "", index: null });
  assert.deepEqual(secondOf({ input: pixels, drawing, trace }, 3), {
    ...{ kind: "pixels", pixels: PIXELS, digit: 3 },
  });
  const picture = /** @type {const} */ ({ kind: "picture", blob: new Blob(), name: "" });
  assert.deepEqual(secondOf({ input: picture, drawing, trace }, null), {
    ...{ kind: "pixels", pixels: Uint8Array.of(0, 128, 255), digit: null },
  });
  assert.equal(secondOf({ input: picture, drawing, trace: null }, null), null);
});

test("words say what the second digit is, and its class where that is known", () => {
  const samples = [{ name: "5, open", label: 5, strokes: [] }];
  const names = [..."0123456789"];
  const model = { class_names: names };
  const sample = /** @type {const} */ ({ kind: "sample", index: 0 });
  assert.equal(tellSecond(sample, samples, names), "Sample drawing: 5, open.");
  assert.equal(digitOfSecond(sample, samples, model), 5);
  const labelled = /** @type {const} */ ({ kind: "pixels", pixels: PIXELS, digit: 7 });
  assert.equal(tellSecond(labelled, samples, names), "A picture that is labelled 7.");
  assert.equal(digitOfSecond(labelled, samples, model), 7);
  assert.equal(tellSecond({ ...labelled, digit: null }, samples, names), "A picture.");
  /** @type {import("../../../../static/js/labs/two-digits/second-digit-code.js").Second} */
  const empty = { kind: "strokes", drawing: { strokes: [] } };
  assert.equal(tellSecond(empty, samples, names), "Nothing is drawn on it yet.");
  assert.equal(digitOfSecond(empty, samples, model), null);
});
