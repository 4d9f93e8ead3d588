/** The length of every class's capsule after each iteration, and which line of them is meant. */

/**
 * @param {import("../../server/trace.js").Trace} trace
 * @returns {number[][]} of each class, its length after each iteration
 */
export function lengthsOf(trace) {
  const classes = trace.shape("digits")[1];
  return Array.from({ length: classes }, (_, digit) =>
    Array.from({ length: trace.iterations }, (_, iteration) =>
      Math.hypot(...trace.slice("digits", iteration, digit)),
    ),
  );
}

/**
 * The class whose line passes nearest to a point, if near enough.
 * @param {number[][]} lengths
 * @param {number} place in iterations from the first, which is 0; beyond the last it is the last
 * @param {(length: number) => number} distanceTo a length from the point
 * @param {number} reach
 */
export function nearestLine(lengths, place, distanceTo, reach) {
  const distances = lengths.map((own) => {
    const within = Math.min(own.length - 1, Math.max(0, place));
    const before = Math.floor(within);
    const after = Math.min(own.length - 1, before + 1);
    return distanceTo(own[before] + (within - before) * (own[after] - own[before]));
  });
  const least = Math.min(...distances);
  return least > reach ? null : distances.indexOf(least);
}

/**
 * Places of two labels that do not overlap.
 * @param {number[]} wanted
 * @param {number} [gap]
 */
export function labelPlaces([first, second], gap = 14) {
  if (second === undefined || Math.abs(first - second) >= gap) return [first, second];
  const middle = (first + second) / 2;
  const up = first <= second ? -1 : 1;
  return [middle + (up * gap) / 2, middle - (up * gap) / 2];
}
