import assert from "node:assert/strict";
import { test } from "node:test";

import {
  countOf,
  momentAt,
  STEPS,
  tellStep,
  titleOfStep,
} from "../../../../static/js/stages/routing/steps.js";
import { quantityOf } from "../../../../static/js/state/state.js";

/** @type {Omit<import("../../../../static/js/stages/routing/steps.js").Told, "iteration">} */
const TOLD = {
  iterations: 3,
  classes: 10,
  noun: "digit",
  hasBias: true,
  routing: "agreement",
};

test("every moment of three iterations is found again by its count", () => {
  for (let count = 0; count < 15; count++) assert.equal(countOf(momentAt(count, 3)), count);
});

test("an iteration's agreement is followed by the next one's logits", () => {
  assert.deepEqual(momentAt(4, 3), { iteration: 0, step: "agreement" });
  assert.deepEqual(momentAt(5, 3), { iteration: 1, step: "logits" });
});

test("moments stay within the first and the last", () => {
  assert.deepEqual(momentAt(-1, 3), { iteration: 0, step: "logits" });
  assert.deepEqual(momentAt(99, 3), { iteration: 2, step: "agreement" });
  assert.deepEqual(momentAt(99, 1), { iteration: 0, step: "agreement" });
});

test("sums and capsules are told by support, other steps by themselves", () => {
  assert.deepEqual(
    STEPS.map(({ step }) => quantityOf(step)),
    ["logits", "couplings", "support", "support", "agreement"],
  );
});

test("words say what is true of the first iteration and of the last only", () => {
  assert.match(tellStep("logits", { ...TOLD, iteration: 0 }), /begins at 0/);
  assert.match(tellStep("logits", { ...TOLD, iteration: 1 }), /agreement of iteration 1,/);
  assert.match(tellStep("logits", { ...TOLD, iteration: 2 }), /agreement of iterations 1 to 2,/);
  assert.match(tellStep("couplings", { ...TOLD, iteration: 0 }), /c = 1\/10/);
  assert.match(tellStep("agreement", { ...TOLD, iteration: 1 }), /added to the logits/);
  assert.match(tellStep("agreement", { ...TOLD, iteration: 2 }), /changes no logit/);
});

test("a network without a bias is told without one, and classes are named as such", () => {
  const words = tellStep("sums", { ...TOLD, iteration: 0, hasBias: false, noun: "class" });
  assert.doesNotMatch(words, /bias/);
  assert.match(words, /^Each class adds/);
});

test("a single pass of attention is told without agreement and without other iterations", () => {
  /** @type {import("../../../../static/js/stages/routing/steps.js").Told} */
  const told = { ...TOLD, iteration: 0, iterations: 1, hasBias: false, routing: "attention" };
  assert.match(tellStep("logits", told), /the product of a vote û with the sum of all votes/);
  assert.match(tellStep("sums", told), /plus a learned prior p/);
  assert.match(tellStep("agreement", told), /Nothing is made of it/);
  for (const { step } of STEPS)
    assert.doesNotMatch(tellStep(step, told), /iteration|begins at 0|the same share/);
  assert.equal(titleOfStep("sums", "attention"), "Sums s = Σ (c + p) û");
  assert.equal(titleOfStep("sums", "agreement"), "Sums s = Σ c û");
  assert.equal(titleOfStep("digits", "attention"), titleOfStep("digits", "agreement"));
});
