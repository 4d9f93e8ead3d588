import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ranked,
  tellBlank,
  tellReading,
  tellShown,
  whosePictures,
} from "../../../../static/js/labs/two-digits/reading-words.js";

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

test("the pictures are of those that were chosen, else of the longest, in the digits' order", () => {
  const lengths = lengthsOf({ 3: 0.8, 8: 0.9, 5: 0.25 });
  const straight = () => false;
  assert.deepEqual(whosePictures(lengths, [null, null], straight), [8, 3]);
  assert.deepEqual(
    whosePictures(lengths, [null, null], () => true),
    [3, 8],
  );
  assert.deepEqual(whosePictures(lengths, [3, null], straight), [3, 8]);
  assert.deepEqual(whosePictures(lengths, [null, 8], straight), [3, 8]);
  assert.deepEqual(whosePictures(lengths, [1, 2], straight), [1, 2]);
});

test("a class whose picture is shown and that is not long is told with its length", () => {
  const lengths = lengthsOf({ 3: 0.8, 8: 0.9, 5: 0.25 });
  assert.match(tellShown([8, 3], lengths, NAMES), /^These are the two longest\./);
  assert.match(
    tellShown([8, 5], lengths, NAMES),
    /^5 \(length 0\.250\): not one of the two longest/,
  );
  assert.match(tellShown([1, 5], lengths, NAMES), /^1 \(length 0\.050\) and 5 \(length 0\.250\)/);
});

test("an empty digit is told, and nothing where neither is", () => {
  assert.equal(tellBlank([false, false]), "");
  assert.match(tellBlank([true, true]), /^Both digits are empty/);
  assert.match(tellBlank([false, true]), /^The second digit is empty/);
});
