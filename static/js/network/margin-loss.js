/** The margin loss of one drawing, class by class, as `model/network/loss.py` trains with it. */

/** The length that training asks of the class that is there: at least this… */
export const PRESENT = 0.9;
/** …and of every other: at most this. */
export const ABSENT = 0.1;
/** What the others' terms are multiplied with. */
export const WEIGHT = 0.5;

/**
 * @typedef {Object} LossTerm of one class
 * @property {boolean} present whether it is the true label: T = 1
 * @property {number} beyond how far its length misses the margin; 0 where it does not
 * @property {number} value what it adds to the loss
 *
 * @param {ArrayLike<number>} lengths of the digit capsules
 * @param {number} label index of the true class
 * @returns {LossTerm[]}
 */
export function marginTerms(lengths, label) {
  return Array.from(lengths, (length, digit) => {
    const present = digit === label;
    const beyond = Math.max(0, present ? PRESENT - length : length - ABSENT);
    return { present, beyond, value: (present ? 1 : WEIGHT) * beyond ** 2 };
  });
}
