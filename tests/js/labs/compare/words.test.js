import assert from "node:assert/strict";
import { test } from "node:test";

import { tellDifference, tellState } from "../../../../static/js/labs/compare/words.js";

const NAMES = ["3", "8"];

/**
 * @param {number[]} lengths
 * @param {Partial<import("../../../../static/js/labs/compare/words.js").Told>} [changes]
 */
function told(lengths, changes = {}) {
  const prediction = lengths.indexOf(Math.max(...lengths));
  return {
    ...{ model: "mnist", iterations: 3, isBlank: false },
    ...{ className: NAMES[prediction], prediction, values: () => Float32Array.from(lengths) },
    ...changes,
  };
}

/** @param {"agreement" | "attention"} routing */
function owner(routing) {
  const config = /** @type {import("../../../../static/js/state/state.js").Config} */ ({ routing });
  return { label: "MNIST", config };
}

test("a state is told by its network, its iterations and what is read", () => {
  assert.equal(
    tellState(told([0.75, 0.25]), owner("agreement")),
    "MNIST, 3 iterations, reads 3, length 0.750",
  );
  assert.equal(
    tellState(told([0, 0], { isBlank: true }), undefined),
    "mnist, 3 iterations, nothing is drawn",
  );
});

test("one iteration is told by where its couplings come from", () => {
  const once = told([0.25, 0.5], { iterations: 1 });
  assert.equal(
    tellState(once, owner("agreement")),
    "MNIST, 1 iteration (even couplings), reads 8, length 0.500",
  );
  assert.match(tellState(once, owner("attention")), /1 iteration \(attention\)/);
});

test("the class whose length differs most is named, and both answers where they differ", () => {
  assert.equal(
    tellDifference(told([0.75, 0.25]), told([0.5, 0.875]), NAMES),
    "A reads 3, B reads 8. The length of 8 differs most, by 0.625.",
  );
  assert.match(tellDifference(told([0.75, 0.25]), told([0.5, 0.25]), NAMES), /^Both read 3\./);
});
