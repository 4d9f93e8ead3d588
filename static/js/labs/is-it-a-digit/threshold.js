/** The test "is this a digit at all?": reconstruction errors and a threshold. No DOM. */

import { labState, withLabState } from "../../state/lab-in-link.js";

/**
 * The threshold that the lab's state holds, brought into a range; null where it holds none.
 * @param {Pick<import("../../state/state.js").State, "lab">} state
 * @param {number} end of the range
 */
export function keptThreshold(state, end) {
  const kept = Number(labState(state, "is-it-a-digit").threshold ?? Number.NaN) / 10;
  return Number.isFinite(kept) ? Math.min(end, Math.max(0, kept)) : null;
}

/**
 * The state with a threshold; null is the usual one. In a link it is written in tenths: points
 * separate its entries.
 * @param {Pick<import("../../state/state.js").State, "lab">} state
 * @param {number | null} threshold
 */
export function withThreshold(state, threshold) {
  const tenths = threshold === null ? null : Math.round(10 * threshold);
  return withLabState(state, "is-it-a-digit", { threshold: tenths });
}

/** @param {number} value */
export function inTenths(value) {
  return Math.round(10 * value) / 10;
}

/** @param {number} share */
export function percent(share) {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}

/**
 * The place of the first error above a threshold; as many as there are where none is.
 * @param {ArrayLike<number>} errors from the smallest
 * @param {number} threshold
 */
function firstAbove(errors, threshold) {
  let [low, high] = [0, errors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (errors[middle] > threshold) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Share of errors above a threshold: of held-out pictures, the false alarms.
 * @param {ArrayLike<number>} errors from the smallest
 * @param {number} threshold
 */
export function shareAbove(errors, threshold) {
  return 1 - firstAbove(errors, threshold) / errors.length;
}

/**
 * The least threshold above which at most a share of the errors is.
 * @param {ArrayLike<number>} errors from the smallest
 * @param {number} share in [0, 1)
 */
export function thresholdFor(errors, share) {
  return errors[Math.max(0, Math.ceil((1 - share) * errors.length) - 1)];
}

/**
 * How many errors fall into each of equal bins from 0.
 * @param {ArrayLike<number>} errors
 * @param {number} width of a bin
 * @param {number} count of bins; what is beyond them is in none
 */
export function binned(errors, width, count) {
  const bins = new Array(count).fill(0);
  for (let index = 0; index < errors.length; index++) {
    const bin = Math.floor(errors[index] / width);
    if (bin < count) bins[bin]++;
  }
  return bins;
}

/**
 * Squared error of a picture, summed over its numbers.
 * @param {ArrayLike<number>} picture
 * @param {ArrayLike<number>} image
 */
export function squaredError(picture, image) {
  let sum = 0;
  for (let index = 0; index < image.length; index++) sum += (picture[index] - image[index]) ** 2;
  return sum;
}

/**
 * What the test says of a drawing, in words.
 * @param {number} error of its picture
 * @param {Object} told
 * @param {string} told.name of the class that it was drawn again as
 * @param {boolean} told.exact whether the error is
 * @param {string} told.below share of the held-out pictures whose errors are smaller
 * @param {boolean} told.passes
 */
export function tellTest(error, { name, exact, below, passes }) {
  const judged = passes
    ? "It is within the threshold: the test takes it for a digit."
    : "It is above the threshold: the test says that this is no digit.";
  return `Drawn again as ${name}, the squared error is ${exact ? "" : "≈ "}${error.toFixed(2)}, above that of ${below} of the held-out pictures. ${judged}`;
}
