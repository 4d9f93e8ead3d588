/** Two digits in one picture: what is read, whose ink is whose, and in which colours. No DOM. */

/** Pixels by which a digit may be moved, as in training. */
export const SHIFT = 4;

/** Red, green and blue of the first and the second digit: apart for colour-blind eyes too. */
export const COLOURS = /** @type {const} */ ([
  [0.83, 0.33, 0],
  [0, 0.35, 0.75],
]);

/** Ink of both reconstructions together below which a pixel is nobody's. */
const FAINTEST = 0.1;
/** Of the second and the third length: nearer to each other, they are hardly told apart. */
const APART = 0.1;

/**
 * The two longest, the longest first.
 * @param {ArrayLike<number>} lengths
 * @returns {[number, number]}
 */
export function longestTwo(lengths) {
  const order = inOrder(lengths);
  return [order[0], order[1]];
}

/**
 * Two capsules in the order of the digits that they draw: the first is that which, with the other
 * for the second digit, leaves the smaller squared error.
 * @param {readonly [number, number]} capsules
 * @param {Float32Array} parts each digit where it lies, one after the other
 * @param {Float32Array} reconstructions of every class
 * @returns {[number, number]}
 */
export function matched([one, other], parts, reconstructions) {
  const size = parts.length / 2;
  /** @param {number} digit @param {number} capsule */
  const error = (digit, capsule) => {
    let sum = 0;
    for (let pixel = 0; pixel < size; pixel++) {
      sum += (parts[digit * size + pixel] - reconstructions[capsule * size + pixel]) ** 2;
    }
    return sum;
  };
  const [asTheyAre, exchanged] = [error(0, one) + error(1, other), error(0, other) + error(1, one)];
  return asTheyAre <= exchanged ? [one, other] : [other, one];
}

/**
 * What is read, in words.
 * @param {ArrayLike<number>} lengths
 * @param {readonly string[]} names of the classes
 */
export function tellRead(lengths, names) {
  const [first, second, third] = inOrder(lengths);
  /** @param {number} index */
  const long = (index) => `${names[index]} (length ${lengths[index].toFixed(3)})`;
  const read = `It reads ${long(first)} and ${long(second)}. The third is ${long(third)}`;
  return lengths[second] - lengths[third] < APART
    ? `${read}, hardly shorter than the second: it is not sure.`
    : `${read}.`;
}

/**
 * Pictures laid over each other like two transparent inks.
 * @param {ArrayLike<number>} first ink of each pixel, in [0, 1]
 * @param {ArrayLike<number>} second
 * @returns {Float32Array} red, then green, then blue of each pixel
 */
export function inTwoInks(first, second) {
  const size = first.length;
  const mixed = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const [one, other] = COLOURS.map((colour) => 1 - colour[channel]);
    for (let pixel = 0; pixel < size; pixel++) {
      mixed[channel * size + pixel] = (1 - one * first[pixel]) * (1 - other * second[pixel]);
    }
  }
  return mixed;
}

/**
 * A picture in the ink of one of the two.
 * @param {ArrayLike<number>} values
 * @param {0 | 1} whose
 */
export function inOneInk(values, whose) {
  const none = new Float32Array(values.length);
  return whose === 0 ? inTwoInks(values, none) : inTwoInks(none, values);
}

/**
 * The first reconstruction's share of what both draw at each pixel; NaN where they draw nothing.
 * @param {ArrayLike<number>} first
 * @param {ArrayLike<number>} second
 */
export function shares(first, second) {
  return Float32Array.from(first, (value, pixel) => {
    const both = value + second[pixel];
    return both < FAINTEST ? Number.NaN : value / both;
  });
}

/**
 * The ink of the input, each pixel in the colour of whose it is; grey where it is nobody's.
 * @param {ArrayLike<number>} ink
 * @param {ArrayLike<number>} share
 * @returns {Float32Array} red, then green, then blue of each pixel
 */
export function inkOfEach(ink, share) {
  const size = ink.length;
  const shown = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const [one, other] = COLOURS.map((colour) => colour[channel]);
    for (let pixel = 0; pixel < size; pixel++) {
      const own = share[pixel];
      const colour = Number.isNaN(own) ? 0.5 : own * one + (1 - own) * other;
      shown[channel * size + pixel] = 1 - ink[pixel] * (1 - colour);
    }
  }
  return shown;
}

/**
 * How much of the input's ink is whose, as shares of it.
 * @param {ArrayLike<number>} ink
 * @param {ArrayLike<number>} share
 */
export function inkShares(ink, share) {
  let [all, first, nobody] = [0, 0, 0];
  for (let pixel = 0; pixel < ink.length; pixel++) {
    all += ink[pixel];
    if (Number.isNaN(share[pixel])) nobody += ink[pixel];
    else first += ink[pixel] * share[pixel];
  }
  return all === 0
    ? { first: 0, second: 0, nobody: 0 }
    : { first: first / all, second: (all - first - nobody) / all, nobody: nobody / all };
}

/**
 * Which of two digits a place in their picture belongs to: the one with more ink around it.
 * @param {Float32Array} parts each digit where it lies, one after the other
 * @param {number} width
 * @param {{row: number, column: number}} place
 * @returns {0 | 1 | null} null where neither has any
 */
export function digitAt(parts, width, { row, column }) {
  const size = parts.length / 2;
  const height = size / width;
  const sums = [0, 0];
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
      sums[0] += parts[y * width + x];
      sums[1] += parts[size + y * width + x];
    }
  }
  if (sums[0] + sums[1] === 0) return null;
  return sums[0] >= sums[1] ? 0 : 1;
}

/** @param {ArrayLike<number>} lengths */
function inOrder(lengths) {
  return Array.from(lengths, (_, index) => index).sort((a, b) => lengths[b] - lengths[a]);
}
