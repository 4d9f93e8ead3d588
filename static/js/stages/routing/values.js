/** What the stage of routing shows of each capsule, read from a trace. */

import { beginsEven } from "../../state/state.js";

/**
 * @typedef {import("../../state/state.js").Quantity} Quantity
 * @typedef {import("../../state/state.js").Step} Step
 * @typedef {import("../../server/trace.js").Trace} Trace
 */

/**
 * `name` where there is little room, `total` for all of it together.
 * @type {Record<Quantity, {name: string, text: string, title: string, total: string}>}
 */
export const QUANTITIES = {
  support: {
    name: "support",
    text: "support",
    title: "Support c (û · s/‖s‖)",
    total: "the support",
  },
  couplings: {
    name: "coupling",
    text: "coupling c",
    title: "Coupling c minus even",
    total: "what couplings differ from even",
  },
  logits: { name: "logit", text: "logit b", title: "Logit b", total: "the logits" },
  agreement: {
    name: "agreement",
    text: "agreement û·v",
    title: "Agreement û · v",
    total: "the agreement",
  },
};

/**
 * What a quantity is, as a title.
 * @param {Quantity} quantity
 * @param {import("../../state/state.js").Config} config
 */
export function titleOf(quantity, { routing }) {
  if (routing === "attention") {
    if (quantity === "support") return "Support (c + p) (û · s/‖s‖)";
    if (quantity === "logits") return "Logit b, the attention û · Σû/√D";
  }
  return QUANTITIES[quantity].title;
}

/**
 * A quantity of every capsule and class, as pictures and links show it: couplings by how far they
 * are from even.
 * @param {Trace} trace that has the field
 * @param {Quantity} quantity
 * @param {number} iteration
 * @param {import("../../state/state.js").Config} config
 * @returns {Float32Array} types x rows x columns x classes
 */
export function shownValues(trace, quantity, iteration, config) {
  const values = trace.slice(quantity, iteration);
  // Agreement begins even; a preview's rounded numbers are so only nearly, and would seem to differ.
  if (beginsEven(config, iteration) && (quantity === "couplings" || quantity === "logits"))
    return new Float32Array(values.length);
  if (quantity !== "couplings") return values;
  const even = evenShare(trace);
  return values.map((value) => value - even);
}

/**
 * The coupling of a capsule that gives every class the same.
 * @param {Trace} trace
 */
export function evenShare(trace) {
  return 1 / trace.shape("digits")[1];
}

/**
 * Each class's number at a step: the length of s or v, else a mean over all capsules; null while it
 * has not come.
 * @param {Trace} trace
 * @param {Step} step
 * @param {number} iteration
 * @returns {number[] | null}
 */
export function classNumbers(trace, step, iteration) {
  if (!trace.has(step)) return null;
  const classes = trace.shape("digits")[1];
  if (step === "sums" || step === "digits") {
    return Array.from({ length: classes }, (_, digit) =>
      Math.hypot(...trace.slice(step, iteration, digit)),
    );
  }
  const values = trace.slice(step, iteration);
  const sums = Array.from({ length: classes }, () => 0);
  for (let index = 0; index < values.length; index++) sums[index % classes] += values[index];
  return sums.map((sum) => (sum * classes) / values.length);
}

/**
 * What `classNumbers` are.
 * @type {Record<Step, string>}
 */
export const NUMBER_NAMES = {
  logits: "mean logit",
  couplings: "mean coupling",
  sums: "‖s‖",
  digits: "length",
  agreement: "mean agreement",
};
