/**
 * Explanation: a unit's formula, the numbers put in and the result, as plain data. What is printed
 * of a number follows from `print` alone, in the page as in the tests.
 */

/**
 * @typedef {Object} Explanation
 * @property {string} words one sentence: what the unit is
 * @property {Section[]} sections in the order in which they are read
 *
 * @typedef {PartSection | FormulaSection | GridSection | SumSection | FactsSection | BarsSection
 *   | ProductSection | SquashSection | WordsSection} Section
 *
 * @typedef {Object} PartSection begins a part: what is shown together, in the room of one sheet
 * @property {"part"} type
 * @property {string} name
 *
 * @typedef {Object} FormulaSection
 * @property {"formula"} type
 * @property {import("../../widgets/mathml.js").Formula} formula
 * @property {string} label the formula in words
 *
 * @typedef {Object} GridSection numbers as they lie in a picture
 * @property {"grid"} type
 * @property {string} name
 * @property {ArrayLike<number>} values rows * columns
 * @property {number} columns
 * @property {"ink" | "signed" | "positive"} palette
 * @property {number} decimals
 * @property {number} [parts] of 1 in which they are printed: 100 for hundredths
 *
 * @typedef {Object} Term
 * @property {string} name
 * @property {number} value
 * @property {string} [input] the numbers that the value is made from, as they are printed
 * @property {import("../../network/units.js").Unit} [unit] where the term comes from
 * @property {number} [decimals] where they are others than the section's
 *
 * @typedef {Object} SumSection terms that add up to a total, and what becomes of that
 * @property {"sum"} type
 * @property {string} name
 * @property {Term[]} terms those that are printed
 * @property {Term | null} rest the sum of all that are not; null where there are none
 * @property {Term | null} bias what is added besides; null where nothing is
 * @property {Term} total
 * @property {Term[]} then what follows from the total, step by step
 * @property {number} decimals
 *
 * @typedef {Object} FactsSection numbers that are told one by one
 * @property {"facts"} type
 * @property {string} name
 * @property {Term[]} terms
 * @property {number} decimals
 *
 * @typedef {Object} BarsSection a vector's numbers
 * @property {"bars"} type
 * @property {string} name
 * @property {Term[]} terms
 * @property {boolean} signed
 * @property {number} decimals
 *
 * @typedef {Object} ProductSection a matrix times a vector
 * @property {"product"} type
 * @property {string} name
 * @property {Float32Array} matrix rows * columns
 * @property {Float32Array} vector columns
 * @property {Float32Array} result rows
 * @property {string[]} names of the matrix, the vector and the result
 * @property {number} decimals
 *
 * @typedef {Object} SquashSection the squash curve with a vector's length on it
 * @property {"squash"} type
 * @property {number} from its length before
 * @property {number} to and after
 * @property {import("../../state/state.js").Config["squash"]} squash which curve
 *
 * @typedef {Object} WordsSection
 * @property {"words"} type
 * @property {string} text
 */

/**
 * What an explanation is made from.
 * @typedef {Object} Context
 * @property {import("../../server/trace.js").Trace} trace with the fields that the unit needs
 * @property {import("../../state/state.js").Model} model
 * @property {number} iteration the routing iteration shown
 * @property {number} digit the class looked at
 * @property {Pick<import("../../server/weights.js").Weights, "get">} weights with the slices that the unit
 *   needs
 * @property {boolean} moved whether the capsule that a decoder's unit draws was moved by hand
 *
 * @typedef {Object} Needs
 * @property {import("../../server/trace.js").Field[]} fields
 * @property {import("../../server/trace.js").Field[]} [later] fields that can wait until the pen rests
 * @property {import("../../server/weights.js").Address[]} weights
 */

/** How many terms of a long sum are printed, largest first; the rest is one more. */
const PRINTED_TERMS = 5;

/**
 * @param {string} name
 * @returns {PartSection}
 */
export function part(name) {
  return { type: "part", name };
}

/**
 * A capsule's, or several capsules', share of the length of s.
 * @param {number} support
 * @param {number} length
 * @returns {Term}
 */
export function shareOf(support, length) {
  return { name: "its share of ‖s‖, in %", value: (100 * support) / length, decimals: 2 };
}

/**
 * A long sum told as its largest terms, of either sign, and the rest.
 * @param {ArrayLike<number>} values every term
 * @param {(index: number) => Omit<Term, "value">} describe
 * @param {number} [printed]
 * @returns {{terms: Term[], rest: Term | null}}
 */
export function largestTerms(values, describe, printed = PRINTED_TERMS) {
  const order = largestFirst(values, printed);
  const left = values.length - order.length;
  let rest = 0;
  for (let index = 0; index < values.length; index++) rest += values[index];
  for (const index of order) rest -= values[index];
  return {
    terms: order.map((index) => ({ ...describe(index), value: values[index] })),
    rest: left > 0 ? { name: others(left), value: rest } : null,
  };
}

/**
 * Places of the values that are largest without their sign, in their order. Not by sorting all:
 * a sum may have twenty thousand terms, and is told anew twenty times a second.
 * @param {ArrayLike<number>} values
 * @param {number} count
 */
function largestFirst(values, count) {
  /** @type {number[]} */
  const order = [];
  let least = -1;
  for (let index = 0; index < values.length; index++) {
    const size = Math.abs(values[index]);
    if (order.length === count && !(size > least)) continue;
    let place = order.length;
    while (place > 0 && Math.abs(values[order[place - 1]]) < size) place--;
    order.splice(place, 0, index);
    order.length = Math.min(order.length, count);
    least = Math.abs(values[order[order.length - 1]]);
  }
  return order;
}

/** @param {number} count */
function others(count) {
  return count === 1 ? "1 other" : `${count.toLocaleString("en")} others`;
}
