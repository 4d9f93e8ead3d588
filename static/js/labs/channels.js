/** Pictures of several channels as one number a pixel. No DOM. */

/**
 * What all channels of a picture add up to, pixel by pixel.
 * @param {ArrayLike<number>} values channels * size
 * @param {number} size pixels
 */
export function overChannels(values, size) {
  const sums = new Float32Array(size);
  for (let at = 0; at < values.length; at++) sums[at % size] += values[at];
  return sums;
}

/**
 * One picture minus another.
 * @param {ArrayLike<number>} some
 * @param {ArrayLike<number>} others
 */
export function minusPicture(some, others) {
  return Float32Array.from(some, (value, at) => value - others[at]);
}
