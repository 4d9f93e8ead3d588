/** What brings a vector's length below 1, in each way that networks do it. */

/**
 * @typedef {Object} Squash
 * @property {(length: number) => number} lengthOf the length that a length becomes
 * @property {(squared: number, length: number) => number} factorOf what every number of a vector is
 *   multiplied with, by its squared length and its length, to which `model/network/layers.py` adds a trifle
 * @property {string} told that in words, of ‖s‖
 * @property {string} factor that factor in words, of ‖s‖
 */

/** By the name that a network's config has for it. @type {Record<"quadratic" | "exponential", Squash>} */
export const SQUASHES = {
  quadratic: {
    lengthOf: (length) => length ** 2 / (1 + length ** 2),
    factorOf: (squared, length) => squared / (1 + squared) / length,
    told: "‖s‖² / (1 + ‖s‖²)",
    factor: "‖s‖ / (1 + ‖s‖²)",
  },
  exponential: {
    lengthOf: (length) => -Math.expm1(-length),
    factorOf: (_, length) => -Math.expm1(-length) / length,
    told: "1 − exp(−‖s‖)",
    factor: "(1 − exp(−‖s‖)) / ‖s‖",
  },
};
