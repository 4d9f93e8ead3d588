/** Where two digits lie over each other. No DOM. */

/** Pixels by which a digit may be moved from the middle, in each direction. */
export const REACH = 4;

/**
 * @typedef {readonly [down: number, right: number]} Shift pixels from the middle of the image
 * @typedef {readonly [Shift, Shift]} Shifts of the first digit and of the second
 */

/** Both a little to their side: they overlap. @type {Shifts} */
export const FIRST_SHIFTS = [
  [0, -3],
  [0, 3],
];

/**
 * @param {Shifts} shifts
 * @returns {string} four digits of a link, 4 is the middle
 */
export function writeShifts(shifts) {
  return shifts
    .flat()
    .map((value) => value + REACH)
    .join("");
}

/**
 * @param {string} text
 * @returns {Shifts | null} null where it says none
 */
export function readShifts(text) {
  if (!/^[0-8]{4}$/.test(text)) return null;
  const [down, right, secondDown, secondRight] = [...text].map((digit) => Number(digit) - REACH);
  return [
    [down, right],
    [secondDown, secondRight],
  ];
}

/**
 * Pixels between the middles of the two, in the direction in which they are farther apart.
 * @param {Shifts} shifts
 */
export function distance([first, second]) {
  return Math.max(Math.abs(second[0] - first[0]), Math.abs(second[1] - first[1]));
}

/**
 * The way from the first digit to the second, one pixel long; to the right where they are in one place.
 * @param {Shifts} shifts
 * @returns {[number, number]}
 */
export function directionOf(shifts) {
  const length = distance(shifts);
  const [first, second] = shifts;
  if (length === 0) return [0, 1];
  return [(second[0] - first[0]) / length, (second[1] - first[1]) / length];
}

/**
 * The two moved together or apart: between them they stay where they are, as far as there is room.
 * @param {Shifts} shifts
 * @param {number} pixels from 0 to twice REACH
 * @param {readonly [number, number]} direction one pixel long, as `directionOf`
 * @returns {Shifts}
 */
export function apart([first, second], pixels, direction) {
  const [down, right] = [0, 1].map((axis) => {
    const way = Math.round(direction[axis] * pixels);
    const from = Math.round((first[axis] + second[axis] - way) / 2);
    const least = -REACH - Math.min(0, way);
    const most = REACH - Math.max(0, way);
    const begin = Math.min(most, Math.max(least, from)) + 0; // + 0 turns -0 into an ordinary 0
    return [begin, begin + way];
  });
  return [
    [down[0], right[0]],
    [down[1], right[1]],
  ];
}

/**
 * A shift within reach, in whole pixels.
 * @param {number} value
 */
export function within(value) {
  return Math.round(Math.min(REACH, Math.max(-REACH, value))) + 0;
}
