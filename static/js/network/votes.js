/**
 * The primary capsules' part in routing, one by one: which capsule has which number, its vote, its
 * couplings, its support.
 */

import { primaryGrid } from "./receptive-fields.js";
import { SQUASHES } from "./squash.js";

/**
 * @typedef {import("../state/state.js").Config} Config
 * @typedef {import("../server/trace.js").Trace} Trace
 * @typedef {{type: number, row: number, column: number}} Place of a primary capsule
 */

/** As in `model/network/layers.py`: added to squared lengths, so that nothing is divided by zero. */
const EPSILON = 1e-9;

/**
 * How long a vector is.
 * @param {Float32Array} vector
 */
export function lengthOf(vector) {
  return Math.sqrt(squaredLength(vector) + EPSILON);
}

/**
 * ‖s‖², the sum of a vector's squared numbers.
 * @param {Float32Array} vector
 */
export function squaredLength(vector) {
  return vector.reduce((sum, value) => sum + value * value, 0);
}

/**
 * What squash multiplies each number of a vector with.
 * @param {Config} config
 * @param {Float32Array} vector
 */
export function squashFactor({ squash }, vector) {
  return SQUASHES[squash].factorOf(squaredLength(vector), lengthOf(vector));
}

/**
 * How many primary capsules there are.
 * @param {Config} config
 */
export function countCapsules(config) {
  const { rows, columns } = primaryGrid(config);
  return config.primary_types * rows * columns;
}

/**
 * Where the capsule of a number stands: types first, then rows, then columns.
 * @param {Config} config
 * @param {number} index
 * @returns {Place}
 */
export function placeOf(config, index) {
  const { rows, columns } = primaryGrid(config);
  return {
    type: Math.floor(index / (rows * columns)),
    row: Math.floor(index / columns) % rows,
    column: index % columns,
  };
}

/**
 * The number of the capsule that stands somewhere.
 * @param {Config} config
 * @param {Place} place
 */
export function indexOf(config, { type, row, column }) {
  const { rows, columns } = primaryGrid(config);
  return (type * rows + row) * columns + column;
}

/**
 * A capsule's place in words.
 * @param {Place} place
 */
export function placeName({ type, row, column }) {
  return `type ${type}, row ${row}, column ${column}`;
}

/**
 * One number of a capsule's vote û = W u for a class.
 * @param {Config} config
 * @param {Float32Array} weight of all votes for the class: capsules * u's dimensions * û's dimensions
 * @param {Float32Array} primary u of all capsules
 * @param {number} index of the capsule
 * @param {number} dimension of û
 */
export function voteAt(config, weight, primary, index, dimension) {
  const { primary_dimensions: own, digit_dimensions: voted } = config;
  let sum = 0;
  for (let each = 0; each < own; each++) {
    sum += weight[(index * own + each) * voted + dimension] * primary[index * own + each];
  }
  return sum;
}

/**
 * The couplings of a capsule: softmax of its logits over the classes.
 * @param {ArrayLike<number>} logits
 * @returns {{exponentials: number[], sum: number, couplings: number[]}}
 */
export function softmax(logits) {
  const exponentials = Array.from(logits, Math.exp);
  const sum = exponentials.reduce((total, each) => total + each, 0);
  return { exponentials, sum, couplings: exponentials.map((each) => each / sum) };
}

/**
 * The coupling of every capsule to one class.
 * @param {Trace} trace
 * @param {number} iteration
 * @param {number} digit
 */
export function couplingsTo(trace, iteration, digit) {
  const logits = trace.slice("logits", iteration);
  const classes = trace.shape("logits")[4];
  const couplings = new Float64Array(logits.length / classes);
  for (let index = 0, at = 0; index < couplings.length; index++) {
    let sum = 0;
    const own = Math.exp(logits[at + digit]);
    for (const end = at + classes; at < end; at++) sum += Math.exp(logits[at]);
    couplings[index] = own / sum;
  }
  return couplings;
}

/**
 * What every capsule's vote for a class counts in its sum: the coupling, and the prior where the
 * network adds one.
 * @param {Trace} trace
 * @param {number} iteration
 * @param {number} digit
 * @param {Float32Array | null} prior one a capsule
 */
export function countsFor(trace, iteration, digit, prior) {
  const couplings = couplingsTo(trace, iteration, digit);
  return prior ? couplings.map((coupling, index) => coupling + prior[index]) : couplings;
}

/**
 * One class's part of what holds all classes.
 * @param {Float32Array} values anything x classes
 * @param {number} classes
 * @param {number} digit
 */
export function valuesFor(values, classes, digit) {
  const own = new Float32Array(values.length / classes);
  for (let index = 0, from = digit; index < own.length; index++, from += classes)
    own[index] = values[from];
  return own;
}

/**
 * What every capsule adds to the length of s of one class.
 * @param {Trace} trace
 * @param {number} iteration
 * @param {number} digit
 */
export function supportFor(trace, iteration, digit) {
  const support = trace.slice("support", iteration);
  const classes = trace.shape("support")[4];
  return Float64Array.from(
    { length: support.length / classes },
    (_, index) => support[index * classes + digit],
  );
}
