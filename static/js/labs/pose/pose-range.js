/** Which poses a sweep has, as the lab's state in a link says it. No DOM. */

import { labState, withLabState } from "../../state/lab-in-link.js";
import { POSES } from "./poses.js";

/** Steps of a sweep unless a person says otherwise, and as many as there can be. */
export const STEPS = 61;
export const MOST_STEPS = 121;
/** In a link numbers are whole hundredths: points separate its entries. */
const HUNDREDTHS = 100;

/**
 * @typedef {import("./poses.js").Kind} Kind
 *
 * @typedef {Object} Range
 * @property {Kind} kind
 * @property {number} from
 * @property {number} to
 * @property {number} count steps, both ends included
 */

/**
 * The range that is swept.
 * @param {Pick<import("../../state/state.js").State, "lab">} state
 * @returns {Range}
 */
export function rangeOf(state) {
  const { kind: named = "", from, to, steps } = labState(state, "pose");
  const kind = Object.hasOwn(POSES, named) ? /** @type {Kind} */ (named) : "turn";
  const usual = { from: POSES[kind].from, to: POSES[kind].to };
  const ends = endsOf(kind, Number(from) / HUNDREDTHS, Number(to) / HUNDREDTHS) ?? usual;
  return { kind, ...ends, count: countOf(Number(steps)) };
}

/**
 * The state after another range was chosen; what is as it is usually is not written.
 * @param {Pick<import("../../state/state.js").State, "lab">} state
 * @param {Range} range
 */
export function withRange(state, { kind, from, to, count }) {
  const usual = POSES[kind];
  /** @param {number} value @param {number} otherwise */
  const changed = (value, otherwise) =>
    value === otherwise ? null : Math.round(HUNDREDTHS * value);
  return withLabState(state, "pose", {
    kind: kind === "turn" ? null : kind,
    from: changed(from, usual.from),
    to: changed(to, usual.to),
    steps: count === STEPS ? null : count,
  });
}

/**
 * Two ends of a range, brought into what the pose allows, the smaller first; the usual one instead of
 * what is no number, and null where they are the same.
 * @param {Kind} kind
 * @param {number} one
 * @param {number} other
 */
export function endsOf(kind, one, other) {
  const { from, to, least, most } = POSES[kind];
  const [low, high] = [Number.isNaN(one) ? from : one, Number.isNaN(other) ? to : other]
    .map((value) => Math.min(most, Math.max(least, value)))
    .sort((some, more) => some - more);
  return low === high ? null : { from: low, to: high };
}

/**
 * A number of steps that can be swept.
 * @param {number} steps
 */
export function countOf(steps) {
  return Number.isNaN(steps) ? STEPS : Math.round(Math.min(MOST_STEPS, Math.max(2, steps)));
}
