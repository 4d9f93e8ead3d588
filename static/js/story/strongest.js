/** The units that a story's words speak of, chosen from the trace: the strongest of their kind. */

import { primaryGrid } from "../network/receptive-fields.js";
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
    return { kind: "vote", ...capsuleAt(state, greatest(supportFor(state, digit))), digit };
  },
  opposing: (state) => {
    const digit = shownDigit(state);
    const against = supportFor(state, digit).map((support) => -support);
    return { kind: "vote", ...capsuleAt(state, greatest(against)), digit };
  },
  link: (state) => {
    const digit = shownDigit(state);
    const sums = supportByType(traceOf(state), shownIteration(state));
    return { kind: "link", type: greatest(column(state, sums, digit)), digit };
  },
  position: (state) => {
    const digit = shownDigit(state);
    const { columns } = grid(state);
    const sums = supportByPosition(traceOf(state), shownIteration(state));
    const place = greatest(column(state, sums, digit));
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

/** @param {State} state */
function grid(state) {
  return primaryGrid(state.model.config);
}

/**
 * @param {State} state
 * @param {number} place of a primary capsule among all
 */
function capsuleAt(state, place) {
  const { rows, columns } = grid(state);
  return {
    type: Math.floor(place / (rows * columns)),
    row: Math.floor(place / columns) % rows,
    column: place % columns,
  };
}

/**
 * Support of every primary capsule for a class.
 * @param {State} state
 * @param {number} digit
 */
function supportFor(state, digit) {
  return column(state, traceOf(state).slice("support", shownIteration(state)), digit);
}

/**
 * One class's numbers of a table whose last axis is the classes.
 * @param {State} state
 * @param {Float32Array} values
 * @param {number} digit
 */
function column({ model }, values, digit) {
  const { classes } = model.config;
  return Float32Array.from(
    { length: values.length / classes },
    (_, index) => values[index * classes + digit],
  );
}

/**
 * Place of the greatest value, the first of equals.
 * @param {Float32Array} values
 */
function greatest(values) {
  return values.reduce((best, value, place) => (value > values[best] ? place : best), 0);
}
