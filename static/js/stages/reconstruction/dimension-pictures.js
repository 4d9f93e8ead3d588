/** What becomes of a capsule's picture when one of its numbers is moved: the paper's figure 4. */

import { postDecode } from "../../server/api.js";
import { createLatest } from "../../server/latest.js";
import { capsuleValues } from "../../state/capsule-edit.js";
import { shownDigit, switched, withSwitch } from "../../state/state.js";
import { choice } from "../../widgets/dom.js";

/** Values of each dimension: five on either side of its own. */
export const ACROSS = 11;
/** How far each dimension is moved; the paper's figure moves it by a quarter. */
const REACHES = ["0.1", "0.25", "0.5", "1"];
/** Milliseconds of rest before the pictures are asked for. */
const REST = 120;

/**
 * @typedef {Object} Moved the pictures of every dimension, and what they were decoded from
 * @property {Float32Array} pictures dimensions * values * channels * rows * columns
 * @property {number} digit
 * @property {number[]} values of its capsule
 * @property {number[]} offsets from those
 */

/**
 * How far each dimension is moved.
 * @param {Pick<import("../../state/state.js").State, "switches">} state
 */
export function reachOf(state) {
  return Number(switched(state, "grid"));
}

/**
 * The choice of how far each dimension is moved.
 * @param {import("../../state/store.js").Scope} store
 */
export function createReachChoice(store) {
  const reaches = choice(
    "Range of each dimension",
    REACHES.map((value) => ({ value, text: `±${value}` })),
    (value) => store.update(withSwitch(store.state, "grid", value)),
  );
  store.watch(["switches"], () => reaches.show(switched(store.state, "grid")));
  return reaches.root;
}

/**
 * Keeps the pictures up with the capsule that is shown.
 * @param {import("../../state/store.js").Scope} store
 * @param {(moved: Moved) => void} show
 */
export function followDimensions(store, show) {
  const decoding = createLatest(store, {
    rest: REST,
    ask() {
      const { model, held } = store.state;
      const values = capsuleValues(store.state);
      const digit = held?.digit ?? shownDigit(store.state);
      return values && decode(model, digit, values, offsetsOf(reachOf(store.state)));
    },
    show,
  });
  store.watch(["trace", "digit", "held", "switches"], decoding.again);
}

/**
 * @param {import("../../state/state.js").Model} model
 * @param {number} digit
 * @param {number[]} values of its capsule
 * @param {number[]} offsets
 * @returns {Promise<Moved>}
 */
async function decode(model, digit, values, offsets) {
  const capsules = values.flatMap((value, dimension) =>
    offsets.map(
      (offset) =>
        /** @type {[number, number[]]} */ ([digit, values.with(dimension, value + offset)]),
    ),
  );
  return { pictures: await postDecode(model.name, capsules), digit, values, offsets };
}

/** @param {number} reach */
function offsetsOf(reach) {
  const half = (ACROSS - 1) / 2;
  // To the shown digits: a fifth of a quarter is a twentieth.
  return Array.from({ length: ACROSS }, (_, at) =>
    Number(((reach * (at - half)) / half).toFixed(4)),
  );
}
