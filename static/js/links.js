/** Which links from capsule types to classes are worth drawing. */

/**
 * @typedef {Object} Link
 * @property {number} type
 * @property {number} digit
 * @property {number} support what the type adds to the class's ‖s‖; negative speaks against it
 */

/**
 * The fewest links of a class that hold a share of all its support, for and against, and those of
 * other classes that are as strong: the threshold is the same for all.
 * @param {Float32Array} support types x classes
 * @param {number} classes
 * @param {number} digit the class whose links are wanted
 * @param {number} share in (0, 1]
 * @returns {{links: Link[], shown: number}} strongest first; the share that is really shown
 */
export function strongLinks(support, classes, digit, share) {
  /** @type {Link[]} */
  const all = [];
  for (let index = 0; index < support.length; index++) {
    all.push({
      type: Math.floor(index / classes),
      digit: index % classes,
      support: support[index],
    });
  }
  all.sort((one, other) => Math.abs(other.support) - Math.abs(one.support));
  const own = all.filter((link) => link.digit === digit);
  const total = own.reduce((sum, link) => sum + Math.abs(link.support), 0);
  if (total === 0) return { links: [], shown: 0 };
  let held = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const link of own) {
    if (held >= share * total) break;
    held += Math.abs(link.support);
    least = Math.abs(link.support);
  }
  return { links: all.filter((link) => Math.abs(link.support) >= least), shown: held / total };
}
