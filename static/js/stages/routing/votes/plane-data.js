/** What the plane of votes shows of the newest trace: computed from its primary capsules and W. */

import { weightsOf } from "../../../server/weights.js";
import { countCapsules, supportFor } from "../../../network/votes.js";
import { beginsEven, shownDigit, shownIteration } from "../../../state/state.js";
import { project, spread, voteAxes, votesOf } from "./axes.js";

/**
 * @typedef {Object} View
 * @property {import("../../../server/trace.js").Trace} trace
 * @property {number} digit
 * @property {number} iteration
 * @property {Float32Array} points x and y of each vote
 * @property {Float32Array} path x and y of v after each iteration
 * @property {Float64Array} support of each vote
 * @property {Float32Array | null} couplings of each vote; null while they are not known
 * @property {number} share of the votes' spread that the plane shows
 */

/**
 * @param {import("../../../state/store.js").Scope} store
 * @param {Object} told
 * @param {() => void} told.arrived the weights that were missing are here
 * @param {(error: Error) => void} told.failed
 */
export function createVoteView(store, { arrived, failed }) {
  const { model } = store.state;
  const { classes, digit_dimensions: dimensions, primary_dimensions } = model.config;
  const total = countCapsules(model.config);
  const weights = weightsOf(model);
  /** @type {Map<number, [Float64Array, Float64Array]>} */
  const axes = new Map();

  /** @param {number} digit */
  function load(digit) {
    weights.load([["votes", digit]]).then(
      () => {
        if (shownDigit(store.state) === digit) arrived();
      },
      (error) => {
        if (shownDigit(store.state) === digit) failed(error);
      },
    );
  }

  /**
   * @param {import("../../../server/trace.js").Trace} trace
   * @param {number} iteration
   * @param {number} digit
   */
  function couplingsOf(trace, iteration, digit) {
    // With agreement all are even at first; others come when the pen rests.
    if (beginsEven(model.config, iteration)) return new Float32Array(total).fill(1 / classes);
    if (!trace.has("couplings")) return null;
    const couplings = trace.slice("couplings", iteration);
    return Float32Array.from({ length: total }, (_, index) => couplings[index * classes + digit]);
  }

  return {
    /** @returns {View | null} null while the weights or the capsules are on their way */
    look() {
      const { trace } = store.state;
      if (trace?.model !== model.name || !trace.has("primary")) return null;
      const digit = shownDigit(store.state);
      const iteration = shownIteration(store.state);
      if (!weights.has([["votes", digit]])) {
        load(digit);
        return null;
      }
      const { weight } = weights.get("votes", digit);
      const own = axes.get(digit) ?? voteAxes(weight, dimensions);
      axes.set(digit, own);
      const votes = votesOf(trace.values("primary"), weight, dimensions, primary_dimensions);
      const points = project(votes, own);
      const poses = Float32Array.from({ length: trace.iterations * dimensions }, (_, index) =>
        trace.at("digits", Math.floor(index / dimensions), digit, index % dimensions),
      );
      return {
        trace,
        digit,
        iteration,
        points,
        path: project(poses, own),
        support: supportFor(trace, iteration, digit),
        couplings: couplingsOf(trace, iteration, digit),
        share: spread(points, 2) / spread(votes, dimensions),
      };
    },
  };
}
