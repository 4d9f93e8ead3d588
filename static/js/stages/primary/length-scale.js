/** Which lengths the colours of the capsules span: nearly all are long, and differ in little. */

/**
 * `zero` begins at 0, `layer` spans all capsules, `middle` leaves out the shortest and the longest
 * twentieth, `type` spans each type on its own, `log` spans all on a logarithmic scale.
 * @typedef {"zero" | "layer" | "middle" | "type" | "log"} Scale
 *
 * @typedef {Object} Scaled
 * @property {Float32Array} values what is painted: lengths, or their logarithms
 * @property {[number, number]} domain of the values, whole layer
 * @property {[number, number][]} [domains] of the values, for each type
 * @property {[number, number][]} ends lengths at the ends of the colours, for each type
 */

/** The least length on a logarithmic scale. */
const LEAST = 1e-3;
const CUT = 0.05;

/**
 * @param {Float32Array} lengths types * positions
 * @param {Scale} scale
 * @param {{types: number, bounded: boolean}} layer whether lengths are below 1, as after squash
 * @returns {Scaled}
 */
export function scaleLengths(lengths, scale, { types, bounded }) {
  const size = lengths.length / types;
  /** @param {[number, number]} range */
  const forAll = (range) => Array.from({ length: types }, () => range);
  switch (scale) {
    case "zero": {
      const domain = wide(0, bounded ? 1 : extent(lengths)[1]);
      return { values: lengths, domain, ends: forAll(domain) };
    }
    case "layer": {
      const domain = wide(...extent(lengths));
      return { values: lengths, domain, ends: forAll(domain) };
    }
    case "middle": {
      const sorted = lengths.toSorted();
      const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))];
      const domain = wide(at(CUT), at(1 - CUT));
      return { values: lengths, domain, ends: forAll(domain) };
    }
    case "type": {
      const domains = Array.from({ length: types }, (_, type) =>
        wide(...extent(lengths.subarray(type * size, (type + 1) * size))),
      );
      return { values: lengths, domain: wide(...extent(lengths)), domains, ends: domains };
    }
    case "log": {
      const values = lengths.map((length) => Math.log(Math.max(LEAST, length)));
      const domain = wide(...extent(values));
      return { values, domain, ends: forAll([Math.exp(domain[0]), Math.exp(domain[1])]) };
    }
  }
}

/**
 * @param {Float32Array} values
 * @returns {[number, number]}
 */
function extent(values) {
  let [least, most] = [values[0], values[0]];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/**
 * A range of some width, whatever the values.
 * @param {number} low
 * @param {number} high
 * @returns {[number, number]}
 */
function wide(low, high) {
  return high > low ? [low, high] : [low, low + 1e-3];
}
