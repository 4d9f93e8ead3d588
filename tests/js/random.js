/** Numbers that look random and are the same in every run. */

/**
 * A generator of numbers in [0, 1): a 32-bit linear congruential one, whose low bits are dropped.
 *
 * @param {number} seed
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/**
 * A whole number from `low` to `high`, both included.
 *
 * @param {() => number} random
 * @param {number} low
 * @param {number} high
 */
export function integer(random, low, high) {
  return low + Math.floor(random() * (high - low + 1));
}
