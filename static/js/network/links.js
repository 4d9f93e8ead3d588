/** Which links from groups of primary capsules to classes are worth drawing. */

/**
 * @typedef {Object} Link
 * @property {number} source a type, a position or a capsule: what stands at the links' left
 * @property {number} digit
 * @property {number} value what the source says of the class: its support, for instance; negative
 *   speaks against it
 */

/** @typedef {"type" | "position" | "capsule"} Sources whose links are drawn */

/**
 * The fewest links of a class that hold a share of all its values, for and against, and those of
 * other classes that are as strong: the threshold is the same for all.
 * @param {Float32Array} values sources x classes
 * @param {number} classes
 * @param {number} digit the class whose links are wanted
 * @param {number} share in (0, 1]
 * @returns {{links: Link[], shown: number}} strongest first; the share that is really shown
 */
export function strongLinks(values, classes, digit, share) {
  /** @type {number[]} */
  const own = [];
  for (let index = digit; index < values.length; index += classes)
    own.push(Math.abs(values[index]));
  const total = own.reduce((sum, size) => sum + size, 0);
  if (total === 0) return { links: [], shown: 0 };
  own.sort((one, other) => other - one);
  let held = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const size of own) {
    if (held >= share * total) break;
    held += size;
    least = size;
  }
  /** @type {Link[]} */
  const links = [];
  values.forEach((value, index) => {
    if (Math.abs(value) < least) return;
    links.push({ source: Math.floor(index / classes), digit: index % classes, value });
  });
  links.sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
  return { links, shown: held / total };
}

/**
 * What each group of capsules says of each class.
 * @param {Float32Array} values of one iteration: types x positions x classes
 * @param {{types: number, positions: number, classes: number}} sizes
 * @param {{sources: Sources, type: number, mean: boolean}} grouping `type`: whose capsules, where
 *   the sources are capsules; `mean`: whether a group is told by its mean instead of its sum
 * @returns {Float32Array} sources x classes
 */
export function gatherLinks(values, { types, positions, classes }, { sources, type, mean }) {
  const ofType = positions * classes;
  if (sources === "capsule") return values.slice(type * ofType, (type + 1) * ofType);
  const byType = sources === "type";
  const groups = byType ? types : positions;
  const sums = new Float64Array(groups * classes);
  let index = 0;
  for (let each = 0; each < types; each++) {
    for (let position = 0; position < positions; position++) {
      const group = (byType ? each : position) * classes;
      for (let digit = 0; digit < classes; digit++) sums[group + digit] += values[index++];
    }
  }
  const count = mean ? (byType ? positions : types) : 1;
  return Float32Array.from(sums, (sum) => sum / count);
}
