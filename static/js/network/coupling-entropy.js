/** How far the couplings of each capsule are from even, in bits. */

/**
 * @typedef {Object} Spread
 * @property {number} mean
 * @property {number} least
 * @property {number} lower quartile
 * @property {number} median
 * @property {number} upper quartile
 */

/**
 * Entropy of every capsule's couplings: log2 of the number of classes where they are even.
 *
 * @param {Float32Array} couplings capsules * classes
 * @param {number} classes
 * @returns {Float64Array}
 */
export function entropies(couplings, classes) {
  const bits = new Float64Array(couplings.length / classes);
  couplings.forEach((coupling, index) => {
    if (coupling > 0) bits[Math.floor(index / classes)] -= coupling * Math.log2(coupling);
  });
  return bits;
}

/**
 * @param {Float64Array} values
 * @returns {Spread}
 */
export function spreadOf(values) {
  const sorted = values.toSorted();
  /** @param {number} share */
  const quantile = (share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    least: sorted[0],
    lower: quantile(0.25),
    median: quantile(0.5),
    upper: quantile(0.75),
  };
}
