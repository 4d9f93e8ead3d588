import assert from "node:assert/strict";
import { test } from "node:test";

import { explain, needsOf } from "../../../../static/js/inspector/explain/explain.js";
import { largestTerms } from "../../../../static/js/inspector/explain/explanation.js";
import { print } from "../../../../static/js/widgets/numbers.js";
import {
  ATTENTION,
  COMPONENT_DEPTHWISE,
  SQUASHED,
  SUM_PRIOR,
  SUPPORT_PRIOR,
} from "../../../../static/js/inspector/explain/formulas.js";
import { Trace } from "../../../../static/js/server/trace.js";
import { paper } from "../../networks.js";
import { seeded } from "../../random.js";

/** @typedef {import("../../../../static/js/network/units.js").Unit} Unit */
/** @typedef {import("../../../../static/js/inspector/explain/explanation.js").Section} Section */

const name = (/** @type {number} */ index) => ({ name: `number ${index}` });

test("numbers are printed with a true minus, and none for a zero", () => {
  assert.equal(print(-0.12345, 4), "−0.1235");
  assert.equal(print(0.5, 2), "0.50");
  assert.equal(print(-0.00001, 4), "0.0000");
  assert.equal(print(-0, 4), "0.0000");
});

test("a long sum is its largest terms of either sign, and the rest", () => {
  const { terms, rest } = largestTerms([1, -9, 3, 0, 5, -4], name, 3);
  assert.deepEqual(terms, [
    { name: "number 1", value: -9 },
    { name: "number 4", value: 5 },
    { name: "number 5", value: -4 },
  ]);
  assert.deepEqual(rest, { name: "3 others", value: 4 });
});

test("equal terms keep their order, and one that is left is one other", () => {
  const { terms, rest } = largestTerms([2, -2, 2, 2], name, 3);
  assert.deepEqual(
    terms.map((term) => term.name),
    ["number 0", "number 1", "number 2"],
  );
  assert.equal(rest?.name, "1 other");
});

test("a short sum has no rest", () => {
  const { terms, rest } = largestTerms([1, 2], name, 3);
  assert.deepEqual(
    terms.map(({ value }) => value),
    [2, 1],
  );
  assert.equal(rest, null);
});

test("the largest of twenty thousand terms are those that sorting finds", () => {
  const random = seeded(7);
  const values = Float64Array.from({ length: 20_736 }, () => random() - 0.5);
  const sorted = [...values].sort((one, other) => Math.abs(other) - Math.abs(one));
  const { terms, rest } = largestTerms(values, name);
  assert.deepEqual(
    terms.map(({ value }) => value),
    sorted.slice(0, 5),
  );
  const left = sorted.slice(5).reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(Number(rest?.value) - left) < 1e-9);
});

/** Shapes of the paper's fields for three iterations. */
const SHAPES = {
  image: [28, 28],
  conv1: [256, 20, 20],
  primary_raw: [32, 6, 6, 8],
  primary: [32, 6, 6, 8],
  logits: [3, 32, 6, 6, 10],
  sums: [3, 10, 16],
  digits: [3, 10, 16],
  support: [3, 32, 6, 6, 10],
  reconstructions: [10, 28, 28],
};
const random = seeded(5);
const tensors = Object.fromEntries(
  Object.entries(SHAPES).map(([field, shape]) => {
    const data = numbers(shape.reduce((product, size) => product * size, 1));
    return [field, { dtype: /** @type {const} */ ("F32"), shape, data }];
  }),
);
const metadata = {
  model: "network",
  prediction: "3",
  class_name: "3",
  routing: "3",
  precision: "float32",
};

/** @param {string[]} [fields] */
function traceWith(fields = Object.keys(SHAPES)) {
  const some = Object.fromEntries(fields.map((field) => [field, tensors[field]]));
  return Trace.fromWire({ metadata, tensors: some });
}

/** @param {number} length */
function numbers(length) {
  return Float32Array.from({ length }, () => random() - 0.5);
}

const { decoder_hidden: hidden } = paper.config;
const slices = {
  conv1: [numbers(256 * 81)],
  primary: [numbers(256 * 81)],
  votes: [numbers(1152 * 8 * 16)],
  decoder: [160, ...hidden].map((inputs, layer) => numbers(inputs * (hidden[layer] ?? 784))),
};
const bias = numbers(1024);
/** @type {import("../../../../static/js/inspector/explain/explanation.js").Context["weights"]} */
const weights = {
  get: (layer, index = 0) => ({
    weight: slices[layer][layer === "decoder" ? index : 0],
    shape: [],
    bias,
    prior: null,
  }),
};

/**
 * @param {Unit} unit
 * @param {Partial<import("../../../../static/js/inspector/explain/explanation.js").Context>} [context]
 */
function explained(unit, context) {
  const whole = {
    ...{ trace: traceWith(), model: paper, iteration: 2, digit: 3 },
    ...{ weights, moved: false },
  };
  return explain(unit, { ...whole, ...context });
}

/** @param {Section[]} sections */
const words = (sections) =>
  sections.flatMap((section) => (section.type === "words" ? [section.text] : []));

const capsule = /** @type {const} */ ({ type: 14, row: 2, column: 3 });
/** @type {Unit[]} */
const UNITS = [
  { kind: "pixel", row: 3, column: 4 },
  { kind: "kernel", map: 18 },
  { kind: "conv1", map: 18, row: 3, column: 6 },
  { kind: "type", type: 14 },
  { kind: "capsule", ...capsule },
  { kind: "component", ...capsule, dimension: 5 },
  { kind: "vote", ...capsule, digit: 3 },
  { kind: "link", type: 14, digit: 3 },
  { kind: "position", row: 2, column: 3, digit: 3 },
  { kind: "digit", digit: 3 },
  { kind: "dimension", digit: 3, dimension: 4 },
  { kind: "hidden", digit: 3, layer: 1, index: 5 },
  { kind: "decoded", digit: 3, row: 10, column: 13 },
];

test("while the pen moves, what can wait is told to be waited for", () => {
  for (const unit of UNITS) {
    const { fields, later = [] } = needsOf(unit, paper);
    const waiting = words(explained(unit, { trace: traceWith(fields) }).sections);
    const resting = words(explained(unit, { trace: traceWith([...fields, ...later]) }).sections);
    const told = (/** @type {string[]} */ all) =>
      all.some((text) => /when the pen rests/.test(text));
    assert.equal(told(waiting), later.length > 0, unit.kind);
    assert.ok(!told(resting), unit.kind);
  }
});

test("what the decoder's units are made from is told where sliders were moved", () => {
  for (const unit of UNITS.filter(({ kind }) => kind === "hidden" || kind === "decoded")) {
    const told = (/** @type {boolean} */ moved) =>
      words(explained(unit, { moved }).sections).some((text) => /moved by hand/.test(text));
    assert.ok(told(true));
    assert.ok(!told(false));
  }
});

test("every formula can be heard", () => {
  const formulas = UNITS.flatMap((unit) =>
    explained(unit).sections.filter((section) => section.type === "formula"),
  );
  assert.ok(formulas.length > UNITS.length);
  const others = [ATTENTION, COMPONENT_DEPTHWISE, SUM_PRIOR, SUPPORT_PRIOR];
  for (const formula of [...formulas, ...others, ...Object.values(SQUASHED.exponential)])
    assert.match(formula.label, /^[A-Zsuvû].{20,}/);
});

test("each explanation of a unit that is followed takes a few milliseconds", () => {
  for (const unit of UNITS) {
    const times = Array.from({ length: 15 }, () => {
      // A trace of its own: nothing is known from the one before.
      const trace = traceWith();
      const begin = performance.now();
      explained(unit, { trace });
      return performance.now() - begin;
    });
    // The quickest: what other programs took of the machine is not asked.
    assert.ok(Math.min(...times) < 3, `${unit.kind} took ${Math.min(...times)} ms`);
  }
});
