/** Two reconstructions in two colours, and whose each pixel of the input is. No DOM. */

/** Orange and blue: apart for every kind of colour vision, and both dark enough on paper. */
export const INKS = /** @type {const} */ ([
  [213, 94, 0],
  [0, 114, 178],
]);
/** Of a pixel that neither draws. */
export const NOBODY = /** @type {const} */ ([200, 200, 200]);
/** Ink from which a pixel counts as inked, or as drawn. */
export const INKED = 0.1;

/** @typedef {readonly [number, number, number]} Ink red, green, blue, 0 to 255 */
/** @typedef {ArrayLike<number>} Picture ink of each pixel, in [0, 1] */

/**
 * 256 colours from paper to an ink, as ImageData has them.
 * @param {Ink} ink
 */
export function inkPalette(ink) {
  return gradient([255, 255, 255], ink);
}

/** 256 colours from what is the second's alone to what is the first's alone. */
export function sharePalette() {
  return gradient(INKS[1], INKS[0]);
}

/**
 * Both pictures, printed over each other: where both have ink it is darker than either.
 * @param {Picture} first
 * @param {Picture} second
 * @returns {Float32Array} red, then green, then blue of each pixel, in [0, 1]
 */
export function overlaid(first, second) {
  return coloured(first.length, (pixel, channel) => {
    const [one, other] = INKS.map((ink) => 1 - ink[channel] / 255);
    return (1 - first[pixel] * one) * (1 - second[pixel] * other);
  });
}

/**
 * What the first draws of a pixel, as a share of what both draw; null where neither draws.
 * @param {number} first
 * @param {number} second
 */
export function shareOf(first, second) {
  return Math.max(first, second) < INKED ? null : first / (first + second);
}

/**
 * The input, each pixel in the colour of those who draw it.
 * @param {Picture} input
 * @param {Picture} first
 * @param {Picture} second
 * @returns {Float32Array} red, then green, then blue of each pixel, in [0, 1]
 */
export function owned(input, first, second) {
  return coloured(input.length, (pixel, channel) => {
    const share = shareOf(first[pixel], second[pixel]);
    const ink =
      share === null ? NOBODY[channel] : share * INKS[0][channel] + (1 - share) * INKS[1][channel];
    return 1 - input[pixel] * (1 - ink / 255);
  });
}

/**
 * How many inked pixels of the input are whose: of the one that draws more of it.
 * @param {Picture} input
 * @param {Picture} first
 * @param {Picture} second
 */
export function countOwners(input, first, second) {
  const counts = { inked: 0, first: 0, second: 0, nobody: 0 };
  for (let pixel = 0; pixel < input.length; pixel++) {
    if (input[pixel] < INKED) continue;
    const share = shareOf(first[pixel], second[pixel]);
    counts.inked++;
    counts[share === null ? "nobody" : share >= 0.5 ? "first" : "second"]++;
  }
  return counts;
}

/**
 * Share of the pixels with ink of either digit that have ink of both.
 * @param {Picture} first
 * @param {Picture} second
 */
export function overlapOf(first, second) {
  let [either, both] = [0, 0];
  for (let pixel = 0; pixel < first.length; pixel++) {
    const [one, other] = [first[pixel] >= INKED, second[pixel] >= INKED];
    either += Number(one || other);
    both += Number(one && other);
  }
  return either === 0 ? 0 : both / either;
}

/**
 * Whether of two drawn pictures the second is more like the first digit.
 * @param {readonly [Picture, Picture]} parts
 * @param {readonly [Picture, Picture]} drawn
 * @returns {boolean}
 */
export function isCrossed([first, second], [one, other]) {
  let straight = 0;
  for (let pixel = 0; pixel < first.length; pixel++) {
    straight += (first[pixel] - second[pixel]) * (one[pixel] - other[pixel]);
  }
  return straight < 0;
}

/**
 * The digit that alone has ink near a pixel; null where both have, or neither.
 * @param {readonly [Picture, Picture]} parts each digit alone
 * @param {{x: number, y: number}} at in pixels
 * @param {{height: number, width: number}} image
 */
export function digitNear(parts, { x, y }, { height, width }) {
  const [first, second] = parts.map((part) => {
    for (let row = Math.floor(y) - 1; row <= y + 1; row++) {
      for (let column = Math.floor(x) - 1; column <= x + 1; column++) {
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        if (inside && part[row * width + column] >= INKED) return true;
      }
    }
    return false;
  });
  if (first === second) return null;
  return first ? 0 : 1;
}

/**
 * @param {number} size pixels
 * @param {(pixel: number, channel: number) => number} colour
 */
function coloured(size, colour) {
  return Float32Array.from({ length: 3 * size }, (_, at) =>
    colour(at % size, Math.floor(at / size)),
  );
}

/**
 * @param {Ink} from
 * @param {Ink} to
 */
function gradient(from, to) {
  return Uint32Array.from({ length: 256 }, (_, step) => {
    const [red, green, blue] = from.map((low, channel) =>
      Math.round(low + ((to[channel] - low) * step) / 255),
    );
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}
