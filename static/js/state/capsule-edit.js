/** A capsule taken in hand: its values and their undo. */

import { shownDigit } from "./state.js";

/**
 * The 16 numbers that the sliders show: those in hand, else those of the trace.
 * @param {import("./state.js").State} state
 * @returns {number[] | null}
 */
export function capsuleValues(state) {
  if (state.held) return state.held.values;
  return state.trace ? [...tracedValues(state.trace, shownDigit(state))] : null;
}

/**
 * A digit capsule after the last routing iteration.
 * @param {import("../server/trace.js").Trace} trace
 * @param {number} digit
 */
export function tracedValues(trace, digit) {
  return trace.slice("digits", trace.iterations - 1, digit);
}

/**
 * The state after new values were set by hand.
 * @param {import("./state.js").State} state
 * @param {number[]} values
 * @param {{moving?: boolean}} [how] moving: more of the same drag will follow
 * @returns {Partial<import("./state.js").State>}
 */
export function setValues(state, values, { moving = false } = {}) {
  const before = capsuleValues(state);
  if (!before) return {};
  const held = state.held ?? {
    digit: shownDigit(state),
    values: before,
    moving: false,
    past: [],
    future: [],
  };
  const past = held.moving ? held.past : [...held.past, held.values];
  return { held: { ...held, values, moving, past, future: [] } };
}

/**
 * @param {import("./state.js").State} state
 * @returns {Partial<import("./state.js").State>}
 */
export function undoValues({ held }) {
  if (!held || held.past.length === 0) return {};
  const values = /** @type {number[]} */ (held.past.at(-1));
  return {
    held: {
      ...held,
      values,
      moving: false,
      past: held.past.slice(0, -1),
      future: [held.values, ...held.future],
    },
  };
}

/**
 * @param {import("./state.js").State} state
 * @returns {Partial<import("./state.js").State>}
 */
export function redoValues({ held }) {
  if (!held || held.future.length === 0) return {};
  const [values, ...future] = held.future;
  return { held: { ...held, values, moving: false, past: [...held.past, held.values], future } };
}

/**
 * Values of the same direction with another length; any direction for a capsule of length zero.
 * @param {number[]} values
 * @param {number} length
 */
export function withLength(values, length) {
  const now = Math.hypot(...values);
  return now === 0
    ? values.map((_, index) => (index === 0 ? length : 0))
    : values.map((value) => (value * length) / now);
}
