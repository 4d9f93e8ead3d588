import assert from "node:assert/strict";
import { test } from "node:test";
import { ranked, tellReading } from "../../../../static/js/labs/two-digits/reading-words.js";

const NAMES = [..."0123456789"];

/** @param {Record<number, number>} some lengths of some classes */
const lengthsOf = (some) => NAMES.map((_, index) => some[index] ?? 0.05);

test("the two longest capsules are named with their lead over the third", () => {
  const lengths = lengthsOf({ 3: 0.8, 8: 0.9, 5: 0.25 });
  assert.deepEqual(ranked(lengths).slice(0, 3), [8, 3, 5]);
  const words = tellReading(lengths, NAMES, [3, 8]);
  assert.match(words, /longest capsules are 8 \(0\.900\) and 3 \(0\.800\)/);
  assert.match(words, /the third, 5 \(0\.250\), is 0\.550 shorter\./);
  assert.match(words, /That is what was given: 3 and 8\.$/);
});

test("what was given and is not found is named", () => {
  const lengths = lengthsOf({ 3: 0.8, 8: 0.9 });
  assert.match(tellReading(lengths, NAMES, [3, 5]), /Given were 3 and 5: it does not find 5\.$/);
  assert.match(tellReading(lengths, NAMES, [1, 5]), /it does not find 1 nor 5\.$/);
  assert.match(
    tellReading(lengths, NAMES, [null, 8]),
    /chosen, 8, is one of them; what the other is meant to be, only you know\.$/,
  );
  assert.match(tellReading(lengths, NAMES, [1, null]), /chosen, 1, is not one of them;/);
  assert.match(
    tellReading(lengths, NAMES, [null, null]),
    /What the two are meant to be, only you know\.$/,
  );
  assert.match(tellReading(lengths, NAMES, [3, 3]), /Given were two of 3: /);
});

test("two that are not clearly ahead of the third are told so", () => {
  const words = tellReading(lengthsOf({ 3: 0.8, 8: 0.35, 5: 0.3 }), NAMES, [3, 8]);
  assert.match(words, /only 0\.050 shorter: the two are not clearly apart from it\./);
});
