import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sampleDrawing, sampleOf } from "../../../static/js/drawing/samples.js";
import { addStroke, decode, encode, startHistory } from "../../../static/js/drawing/strokes.js";
import { transform } from "../../../static/js/drawing/stroke-shapes.js";

const FILE = new URL("../../../static/samples/digits.json", import.meta.url);
/** @type {import("../../../static/js/drawing/samples.js").SampleDrawing[]} */
const SAMPLES = JSON.parse(readFileSync(FILE, "utf-8")).digits;

test("every bundled drawing is known again, out of a link too and whatever the pen's width", () => {
  for (const sample of SAMPLES) {
    const { present } = startHistory(sampleDrawing(sample, 33));
    assert.equal(sampleOf(present, SAMPLES), sample);
    const linked = decode(encode(present));
    assert.equal(linked && sampleOf(linked, SAMPLES), sample);
  }
});

test("a drawing to which something was done is no sample any more", () => {
  const history = startHistory(sampleDrawing(SAMPLES[3], 20));
  const stroke = { points: /** @type {[number, number][]} */ ([[9, 9]]), width: 20, erase: false };
  assert.equal(sampleOf({ strokes: [] }, SAMPLES), null);
  assert.equal(sampleOf(addStroke(history, stroke).present, SAMPLES), null);
  assert.equal(sampleOf(addStroke(history, { ...stroke, erase: true }).present, SAMPLES), null);
  const { present } = startHistory(transform(history.present, { turn: 5 }));
  assert.equal(sampleOf(present, SAMPLES), null);
  const erased = { strokes: history.present.strokes.map((each) => ({ ...each, erase: true })) };
  assert.equal(sampleOf(erased, SAMPLES), null);
});
