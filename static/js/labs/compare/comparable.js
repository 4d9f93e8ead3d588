/** What of two states can be set beside each other, and subtracted. No DOM. */

/**
 * @typedef {Pick<import("../../state/state.js").Model,
 *   "sha256" | "class_names" | "image" | "shows" | "label">} Network
 *
 * @typedef {Object} Comparable
 * @property {boolean} units maps and capsules: those of one network only have a common order
 * @property {boolean} lengths of classes of the same names
 * @property {boolean} pictures of the same size
 */

/**
 * @param {Network | null} a network of A; null where nothing is pinned
 * @param {Network} b
 * @returns {Comparable}
 */
export function comparableOf(a, b) {
  if (!a) return { units: false, lengths: false, pictures: false };
  const sizes = [a, b].map(({ image }) => [image.height, image.width, image.channels].join());
  return {
    units: a.sha256 === b.sha256,
    lengths: a.class_names.join() === b.class_names.join(),
    pictures: sizes[0] === sizes[1],
  };
}

/**
 * What keeps two states from being compared in full, in words; nothing where nothing does.
 * @param {Comparable} comparable
 */
export function tellLimits({ units, lengths, pictures }) {
  if (units) return "";
  const same = ["answers", ...(lengths ? ["lengths"] : []), ...(pictures ? ["pictures"] : [])];
  const list = same.length > 1 ? `${same.slice(0, -1).join(", ")} and ${same.at(-1)}` : same[0];
  return `Different networks: only ${list} can be compared.`;
}

/**
 * That a drawing was given to a network that knows no digits, in words; nothing where it was not.
 * @param {string} which
 * @param {{class_names: readonly string[], shows: string}} network
 * @param {boolean} isDrawn whether it was given a drawing
 */
export function tellStranger(which, { class_names: names, shows }, isDrawn) {
  if (!isDrawn || names.every((name) => /^\d$/.test(name))) return "";
  return `${which} knows ${shows}, no digits.`;
}
