import assert from "node:assert/strict";
import { test } from "node:test";

import { marginTerms } from "../../../static/js/network/margin-loss.js";

test("a class that is there is asked for at least its margin, any other for at most its own", () => {
  const terms = marginTerms([0.5, 0.3, 0.05], 0);
  assert.deepEqual(
    terms.map(({ present }) => present),
    [true, false, false],
  );
  assert.ok(Math.abs(terms[0].value - 0.4 ** 2) < 1e-12);
  assert.ok(Math.abs(terms[1].value - 0.5 * 0.2 ** 2) < 1e-12);
  assert.equal(terms[2].value, 0);
});

test("lengths on the right side of their margins add nothing", () => {
  assert.ok(marginTerms([0.95, 0.1, 0.02], 0).every(({ value }) => value === 0));
});
