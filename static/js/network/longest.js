/** Which of many is the greatest: the longest capsule, the strongest link, the most ink. */

/**
 * Place of the greatest value, the first of equals.
 * @param {ArrayLike<number>} values
 */
export function greatest(values) {
  let best = 0;
  for (let place = 1; place < values.length; place++) {
    if (values[place] > values[best]) best = place;
  }
  return best;
}

/**
 * Classes by length, longest first.
 * @param {ArrayLike<number>} lengths
 */
export function byLength(lengths) {
  return Array.from(lengths, (_, digit) => digit).sort(
    (one, other) => lengths[other] - lengths[one],
  );
}
