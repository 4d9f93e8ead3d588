/** What the plane of votes tells in words. */

import { signed } from "../../../widgets/numbers.js";
import { placeName, placeOf } from "../../../network/votes.js";

/**
 * @typedef {import("./plane-data.js").View} View
 * @typedef {import("../../../state/state.js").Model} Model
 */

/**
 * Which directions the axes are, and how much of the votes they show.
 * @param {View} view
 * @param {Model} model
 * @param {string} noun
 */
export function tellAxes({ trace, digit, share, support }, { class_names, config }, noun) {
  const about = trace.isExact("primary") ? "" : "≈ ";
  const { digit_dimensions: dimensions } = config;
  return `The axes are the two directions in which the weights W of ${noun} ${class_names[digit]} let votes differ most, the same for every drawing. They show ${about}${(100 * share).toFixed(1)} % of how these ${support.length.toLocaleString("en")} votes spread in ${dimensions} dimensions; two directions taken at random would show about ${(200 / dimensions).toFixed(1)} %.`;
}

/**
 * Where v is after each iteration.
 * @param {View} view
 */
export function tellPath({ path }) {
  const places = Array.from(
    { length: path.length / 2 },
    (_, index) =>
      `${index + 1}: (${signed(path[2 * index], 3)}, ${signed(path[2 * index + 1], 3)})`,
  );
  return `v after iteration ${places.join(", ")}`;
}

/**
 * What a dot's size and colour are.
 * @param {View} view
 * @param {number} classes
 */
export function tellDots({ couplings, iteration }, classes) {
  return couplings
    ? `A dot's area is its coupling c in iteration ${iteration + 1}: ${range(couplings)}, where ${(1 / classes).toFixed(3)} is even. Its colour is its support. The numbered circles are v.`
    : "Dots have their couplings' size again when the pen rests. Their colour is their support. The numbered circles are v.";
}

/** @param {number} count of the votes that lie outside */
export function tellOutside(count) {
  return count === 0
    ? "all votes are in view"
    : `${count} ${count === 1 ? "vote is" : "votes are"} out of view`;
}

/**
 * The numbers of one vote.
 * @param {View} view
 * @param {number} index
 * @param {Model} model
 */
export function tellVote({ points, support, couplings, trace, digit }, index, model) {
  const about = trace.isExact("primary") ? "" : "≈ ";
  const coupling = couplings ? `, coupling ${couplings[index].toFixed(4)}` : "";
  return `${placeName(placeOf(model.config, index))} → ${model.class_names[digit]}: ${about}(${signed(points[2 * index], 3)}, ${signed(points[2 * index + 1], 3)})${coupling}, support ${signed(support[index], 4)}`;
}

/** @param {Float32Array} values */
function range(values) {
  const least = values.reduce((end, value) => Math.min(end, value));
  const most = values.reduce((end, value) => Math.max(end, value));
  return `${least.toFixed(3)} to ${most.toFixed(3)}`;
}
