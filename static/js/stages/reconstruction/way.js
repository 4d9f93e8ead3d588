/** The way from one capsule to another: what a link holds of it, and what stands where. No DOM. */

import { labState, withLabState } from "../../state/lab-in-link.js";
import { classNoun } from "../../state/state.js";

/** Points of the way, both ends included. */
export const STEPS = 11;

/**
 * @typedef {Object} Way
 * @property {string} from code of its beginning, as interpolation-ends.js reads it
 * @property {string} to code of its end
 * @property {"straight" | "length"} path whether it is straight, or keeps the length
 * @property {number} at the place that is looked at, from 0 to STEPS - 1
 */

/** @typedef {Pick<import("../../state/state.js").State, "lab" | "model">} Place */

/**
 * To a sample drawing where the network reads digits, else to another capsule of what is drawn.
 * @param {Pick<Place, "model">} state
 * @returns {Way}
 */
function usualWay({ model }) {
  const to = classNoun(model) === "digit" ? "s5" : `c${model.class_names.length - 1}`;
  return { from: "shown", to, path: "straight", at: (STEPS - 1) / 2 };
}

/**
 * The way that the stage's state says.
 * @param {Place} state
 * @returns {Way}
 */
export function wayOf(state) {
  const { from, to, path, at } = labState(state, "reconstruction");
  const usual = usualWay(state);
  return {
    from: from ?? usual.from,
    to: to ?? usual.to,
    path: path === "length" ? path : usual.path,
    at: /^(\d|10)$/.test(at ?? "") ? Number(at) : usual.at,
  };
}

/**
 * The state after some of the way was changed; what is as usual is not written.
 * @param {Place} state
 * @param {Partial<Way>} changes
 */
export function withWay(state, changes) {
  const usual = usualWay(state);
  const entries = /** @type {[keyof Way, string | number][]} */ (Object.entries(changes)).map(
    ([name, value]) => [name, value === usual[name] ? null : value],
  );
  return withLabState(state, "reconstruction", Object.fromEntries(entries));
}

/**
 * The state with the usual end instead of one that is no capsule.
 * @param {Place} state
 * @param {"from" | "to"} end
 */
export function withUsualEnd(state, end) {
  return withWay(state, { [end]: usualWay(state)[end] });
}

/**
 * The capsules of a place that are not empty.
 * @param {Float32Array} digits STEPS * classes * dimensions
 * @param {number} at
 * @param {readonly string[]} names of the classes
 */
export function capsulesAt(digits, at, names) {
  const dimensions = digits.length / (STEPS * names.length);
  return names
    .map((name, digit) => {
      const first = (at * names.length + digit) * dimensions;
      const values = [...digits.subarray(first, first + dimensions)];
      return { name, digit, values, length: Math.hypot(...values) };
    })
    .filter(({ length }) => length > 0);
}

/**
 * @param {number} at
 * @param {ReturnType<typeof capsulesAt>} capsules of that place
 */
export function tellPlace(at, capsules) {
  const lengths = capsules.map(({ name, length }) => `capsule ${name} ${length.toFixed(3)}`);
  return `${Math.round((100 * at) / (STEPS - 1))} % of the way: length of ${lengths.join(", ")}`;
}
