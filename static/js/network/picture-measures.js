/**
 * What a picture of a digit measures: computed from its ink alone, in pixels and degrees, so that no
 * threshold decides anything.
 */

/**
 * @typedef {Object} Measures
 * @property {number} slant degrees by which strokes lean to the right
 * @property {number} width of the ink, its slant taken out: four standard deviations
 * @property {number} height of the ink: four standard deviations
 * @property {number} thickness of the strokes: twice the ink for each pixel of its outline
 * @property {number} right how far the ink's middle lies right of the picture's
 * @property {number} down how far it lies below
 *
 * @typedef {keyof Measures} Measure
 */

/**
 * What each is called; `short` beside a number, where there is little room.
 * @type {Record<Measure, {title: string, short: string, unit: string}>}
 */
export const MEASURES = {
  slant: { title: "slant", short: "slant", unit: "°" },
  width: { title: "width", short: "width", unit: " px" },
  height: { title: "height", short: "height", unit: " px" },
  thickness: { title: "thickness", short: "thickness", unit: " px" },
  right: { title: "moved right", short: "right", unit: " px" },
  down: { title: "moved down", short: "down", unit: " px" },
};

/** Ink below which there is nothing to measure, in full pixels. */
const LEAST_INK = 1;

/**
 * The measures of a picture; null where there is hardly any ink.
 * @param {ArrayLike<number>} ink rows * columns, in [0, 1]
 * @param {number} rows
 * @param {number} columns
 * @returns {Measures | null}
 */
export function measure(ink, rows, columns) {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++) {
      mass += ink[at];
      sumX += ink[at] * x;
      sumY += ink[at] * y;
    }
  }
  if (!(mass >= LEAST_INK)) return null;
  const [middleX, middleY] = [sumX / mass, sumY / mass];
  let [across, along, both, outline] = [0, 0, 0, 0];
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++) {
      across += ink[at] * (x - middleX) ** 2;
      along += ink[at] * (y - middleY) ** 2;
      both += ink[at] * (x - middleX) * (y - middleY);
      const right = x + 1 < columns ? ink[at + 1] - ink[at] : 0;
      const down = y + 1 < rows ? ink[at + columns] - ink[at] : 0;
      outline += Math.hypot(right, down);
    }
  }
  // Ink that leans to the right has less x where y, which counts downwards, is more.
  const shear = along > 0 ? both / along : 0;
  return {
    slant: (Math.atan(-shear) * 180) / Math.PI + 0,
    width: 4 * Math.sqrt(Math.max(0, across - shear * both) / mass),
    height: 4 * Math.sqrt(along / mass),
    thickness: outline > 0 ? (2 * mass) / outline : 0,
    right: middleX - (columns - 1) / 2,
    down: middleY - (rows - 1) / 2,
  };
}

/**
 * How straight a line two rows of numbers make, from -1 to 1; 0 where one of them does not change.
 * @param {readonly number[]} some
 * @param {readonly number[]} others
 */
export function correlation(some, others) {
  const [mean, otherMean] = [some, others].map(
    (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  );
  let [together, own, other] = [0, 0, 0];
  some.forEach((value, index) => {
    together += (value - mean) * (others[index] - otherMean);
    own += (value - mean) ** 2;
    other += (others[index] - otherMean) ** 2;
  });
  // What differs by no more than rounding does not change.
  const least = 1e-12 * (otherMean ** 2 + 1) * some.length;
  return own > 0 && other > least ? together / Math.sqrt(own * other) : 0;
}
