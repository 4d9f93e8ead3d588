import assert from "node:assert/strict";
import { test } from "node:test";

import { tellAnswer } from "../../../static/js/page/status.js";

const DIGITS = { class_names: [..."0123456789"] };

/** @param {Record<number, number>} some lengths that are not 0 */
const lengths = (some) => Float64Array.from({ length: 10 }, (_, digit) => some[digit] ?? 0);

test("the answer names the longest, its length, and what comes next", () => {
  const told = tellAnswer(DIGITS, lengths({ 7: 0.946, 6: 0.06 }));
  assert.deepEqual(told, ["7", " 0.946", " · then 6, 0.060"]);
});

test("where the two are closer than 0.3 both are named as a close call", () => {
  const words = (/** @type {number} */ second) =>
    tellAnswer(DIGITS, lengths({ 4: 0.8, 9: second })).join("");
  assert.equal(words(0.501), "4 0.800 · close call: or 9, 0.501");
  assert.equal(words(0.499), "4 0.800 · then 9, 0.499");
});

test("names stand in two lines, without a dot between them", () => {
  const clothes = { class_names: ["Ankle boot", "Sneaker"] };
  const told = tellAnswer(clothes, [0.5, 0.4]);
  assert.deepEqual(told, ["Ankle boot", " 0.500", " close call: or Sneaker, 0.400"]);
});
