/** What the plane of votes shows of the newest trace: computed from its primary capsules and W. */

import { weightsOf } from "../../../server/weights.js";
import { countCapsules, placeOf, supportFor } from "../../../network/votes.js";
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

  let ended = false;
  store.onDispose(() => (ended = true));

  /** @param {number} digit */
  function load(digit) {
    // The stage may be gone by then, and the trace that of another network.
    const isWanted = () => !ended && shownDigit(store.state) === digit;
    weights.load([["votes", digit]]).then(
      () => isWanted() && arrived(),
      (error) => isWanted() && failed(error),
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
      if (!trace?.has("primary")) return null;
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

/**
 * Where a vote lies in the plane.
 * @param {View} view
 * @param {number} index
 * @returns {[number, number]}
 */
export function pointOf({ points }, index) {
  return [points[2 * index], points[2 * index + 1]];
}

/**
 * @param {import("../../../state/state.js").Config} config
 * @param {number} index
 * @param {number} digit
 * @returns {import("../../../network/units.js").Vote}
 */
export function unitOf(config, index, digit) {
  return { kind: "vote", ...placeOf(config, index), digit };
}

/**
 * Indices of the votes, the strongest first.
 * @param {View} view
 */
export function strongestFirst({ support }) {
  return Array.from(support, (_, index) => index).sort(
    (one, other) => Math.abs(support[other]) - Math.abs(support[one]),
  );
}

/**
 * Votes with their numbers, the strongest first.
 * @param {View} view
 * @param {import("../../../state/state.js").Config} config
 * @returns {import("./table.js").VoteRow[]}
 */
export function strongestVotes(view, config) {
  return strongestFirst(view).map((index) => {
    const [x, y] = pointOf(view, index);
    const coupling = view.couplings && view.couplings[index];
    return {
      unit: unitOf(config, index, view.digit),
      x,
      y,
      coupling,
      support: view.support[index],
    };
  });
}

/**
 * Indices of the votes that a selection means: those of a type, of a position, or the one of both.
 * @param {import("../../../state/state.js").Config} config
 * @param {import("../../../network/related-units.js").Linked | null} linked
 */
export function votesMeant(config, linked) {
  if (!linked || (linked.type === null && !linked.position)) return [];
  const { type, position } = linked;
  return Array.from({ length: countCapsules(config) }, (_, index) => index).filter((index) => {
    const place = placeOf(config, index);
    if (type !== null && type !== place.type) return false;
    return !position || (position.row === place.row && position.column === place.column);
  });
}
