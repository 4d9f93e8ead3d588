/** What A and B are, and how they differ, in words. No DOM. */

import { beginsEven } from "../../state/state.js";

/**
 * @typedef {Pick<import("../../server/trace.js").Trace,
 *   "model" | "iterations" | "isBlank" | "className" | "prediction" | "values">} Told of a trace
 */

/**
 * What a state is.
 * @param {Told} trace
 * @param {Pick<import("../../state/state.js").Model, "label" | "config"> | undefined} owner its network
 */
export function tellState(trace, owner) {
  const { iterations } = trace;
  const read = trace.isBlank
    ? "nothing is drawn"
    : `reads ${trace.className}, length ${trace.values("lengths")[trace.prediction].toFixed(3)}`;
  const rounds = `${iterations} ${iterations === 1 ? "iteration" : "iterations"}`;
  const couplings =
    owner && iterations === 1
      ? ` (${beginsEven(owner.config, 0) ? "even couplings" : "attention"})`
      : "";
  return `${owner?.label ?? trace.model}, ${rounds}${couplings}, ${read}`;
}

/**
 * How two states of the same classes differ.
 * @param {Told} first
 * @param {Told} second
 * @param {readonly string[]} names of the classes
 */
export function tellDifference(first, second, names) {
  const [some, others] = [first.values("lengths"), second.values("lengths")];
  const off = names.map((_, index) => Math.abs(others[index] - some[index]));
  const most = off.indexOf(Math.max(...off));
  const answer =
    first.prediction === second.prediction
      ? `Both read ${names[first.prediction]}.`
      : `A reads ${names[first.prediction]}, B reads ${names[second.prediction]}.`;
  return `${answer} The length of ${names[most]} differs most, by ${off[most].toFixed(3)}.`;
}
