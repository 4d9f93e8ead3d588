/** The test "is this a digit at all?": reconstruction errors and a threshold. No DOM. */

/**
 * The place of the first error above a threshold; as many as there are where none is.
 * @param {ArrayLike<number>} errors from the smallest
 * @param {number} threshold
 */
function firstAbove(errors, threshold) {
  let [low, high] = [0, errors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (errors[middle] > threshold) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Share of errors above a threshold: of held-out pictures, the false alarms.
 * @param {ArrayLike<number>} errors from the smallest
 * @param {number} threshold
 */
export function shareAbove(errors, threshold) {
  return 1 - firstAbove(errors, threshold) / errors.length;
}

/**
 * The least threshold above which at most a share of the errors is.
 * @param {ArrayLike<number>} errors from the smallest
 * @param {number} share in [0, 1)
 */
export function thresholdFor(errors, share) {
  return errors[Math.max(0, Math.ceil((1 - share) * errors.length) - 1)];
}

/**
 * How many errors fall into each of equal bins from 0.
 * @param {ArrayLike<number>} errors
 * @param {number} width of a bin
 * @param {number} count of bins; what is beyond them is in none
 */
export function binned(errors, width, count) {
  const bins = new Array(count).fill(0);
  for (let index = 0; index < errors.length; index++) {
    const bin = Math.floor(errors[index] / width);
    if (bin < count) bins[bin]++;
  }
  return bins;
}

/**
 * Squared error of a picture, summed over its numbers.
 * @param {ArrayLike<number>} picture
 * @param {ArrayLike<number>} image
 */
export function squaredError(picture, image) {
  let sum = 0;
  for (let index = 0; index < image.length; index++) sum += (picture[index] - image[index]) ** 2;
  return sum;
}
