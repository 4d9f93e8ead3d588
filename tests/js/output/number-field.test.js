import assert from "node:assert/strict";
import { test } from "node:test";

import { readNumber } from "../../../static/js/output/number-field.js";

test("a number is read with either minus and either decimal sign", () => {
  assert.equal(readNumber("−0.345"), -0.345);
  assert.equal(readNumber(" -0.345 "), -0.345);
  assert.equal(readNumber("+0,5"), 0.5);
  assert.equal(readNumber(".25"), 0.25);
});

test("what is no number is none", () => {
  for (const text of ["", " ", "half", "0.1.2", "1e999"]) assert.equal(readNumber(text), null);
});
