/** The units that a story's words speak of, chosen from the trace: the strongest of their kind. */

import { greatest } from "../network/longest.js";
import { primaryGrid } from "../network/receptive-fields.js";
import { placeOf, supportFor, valuesFor } from "../network/votes.js";
import { shownDigit, shownIteration } from "../state/state.js";
import { capsuleLengths, supportByPosition, supportByType } from "../server/trace.js";

/**
 * @typedef {import("../state/state.js").State} State
 * @typedef {import("../network/units.js").Unit} Unit
 */

/**
 * What each word's unit is at this moment. Of equals the first stands.
 * @type {Record<string, (state: State) => Unit>}
 */
export const STRONGEST = {
  pixel: (state) => {
    const { width, height } = state.model.image;
    const ink = traceOf(state)
      .values("image")
      .subarray(0, height * width);
    const place = greatest(ink);
    return { kind: "pixel", row: Math.floor(place / width), column: place % width };
  },
  response: strongestResponse,
  kernel: (state) => ({ kind: "kernel", map: strongestResponse(state).map }),
  longest: (state) => {
    const lengths = capsuleLengths(traceOf(state), "primary_raw");
    return { kind: "capsule", ...capsuleAt(state, greatest(lengths)) };
  },
  shortest: (state) => {
    const lengths = capsuleLengths(traceOf(state), "primary_raw");
    return { kind: "capsule", ...capsuleAt(state, greatest(lengths.map((length) => -length))) };
  },
  component: (state) => {
    const { primary_dimensions: dimensions } = state.model.config;
    const lengths = capsuleLengths(traceOf(state), "primary_raw");
    const capsule = greatest(lengths);
    const numbers = traceOf(state)
      .values("primary_raw")
      .subarray(capsule * dimensions, (capsule + 1) * dimensions);
    const dimension = greatest(numbers.map(Math.abs));
    return { kind: "component", ...capsuleAt(state, capsule), dimension };
  },
  vote: (state) => {
    const digit = shownDigit(state);
    return { kind: "vote", ...capsuleAt(state, greatest(supportOf(state, digit))), digit };
  },
  opposing: (state) => {
    const digit = shownDigit(state);
    const against = supportOf(state, digit).map((support) => -support);
    return { kind: "vote", ...capsuleAt(state, greatest(against)), digit };
  },
  link: (state) => {
    const digit = shownDigit(state);
    const sums = supportByType(traceOf(state), shownIteration(state));
    return {
      kind: "link",
      type: greatest(valuesFor(sums, state.model.config.classes, digit)),
      digit,
    };
  },
  position: (state) => {
    const digit = shownDigit(state);
    const { columns } = primaryGrid(state.model.config);
    const sums = supportByPosition(traceOf(state), shownIteration(state));
    const place = greatest(valuesFor(sums, state.model.config.classes, digit));
    return { kind: "position", row: Math.floor(place / columns), column: place % columns, digit };
  },
  winner: (state) => ({ kind: "digit", digit: greatest(traceOf(state).values("lengths")) }),
  second: (state) => {
    const lengths = traceOf(state).values("lengths").slice();
    lengths[greatest(lengths)] = -1;
    return { kind: "digit", digit: greatest(lengths) };
  },
  shown: (state) => ({ kind: "digit", digit: shownDigit(state) }),
  dimension: (state) => {
    const digit = shownDigit(state);
    const { iterations } = traceOf(state);
    const numbers = traceOf(state).slice("digits", iterations - 1, digit);
    return { kind: "dimension", digit, dimension: greatest(numbers.map(Math.abs)) };
  },
  decoded: (state) => {
    const digit = shownDigit(state);
    const { height, width } = state.model.image;
    const picture = traceOf(state)
      .slice("reconstructions", digit)
      .subarray(0, height * width);
    const place = greatest(picture);
    return { kind: "decoded", digit, row: Math.floor(place / width), column: place % width };
  },
};

/** @param {State} state */
function traceOf({ trace }) {
  if (!trace) throw new RangeError("there is no trace yet");
  return trace;
}

/**
 * @param {State} state
 * @returns {import("../network/units.js").Conv1Cell}
 */
function strongestResponse(state) {
  const [, rows, columns] = traceOf(state).shape("conv1");
  const place = greatest(traceOf(state).values("conv1"));
  return {
    kind: "conv1",
    map: Math.floor(place / (rows * columns)),
    row: Math.floor(place / columns) % rows,
    column: place % columns,
  };
}

/**
 * @param {State} state
 * @param {number} index of a primary capsule
 */
function capsuleAt({ model }, index) {
  return placeOf(model.config, index);
}

/**
 * Support of every primary capsule for a class.
 * @param {State} state
 * @param {number} digit
 */
function supportOf(state, digit) {
  return supportFor(traceOf(state), shownIteration(state), digit);
}
