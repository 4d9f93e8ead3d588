/** Where links, their sources and the classes stand in the diagram, and what lies at a point. */

/** Room for the sources' names, and above for what they and the numbers are called. */
const LEFT = 36;
const TOP = 22;
const MARGIN = 6;
/** How far from a link it is still meant. */
const REACH = 9;

/**
 * @typedef {Object} LinkLayout
 * @property {number} width of the diagram, in CSS pixels
 * @property {number} height
 * @property {number} top where its marks begin, below the names of the columns
 * @property {number} left where links begin
 * @property {number} right where they end
 * @property {(source: number) => number} sourceY
 * @property {(digit: number) => number} digitY
 *
 * @typedef {{source: number, digit: number}} Ends of a link
 * @typedef {{source: number} | {digit: number} | Ends} LinkHit
 */

/**
 * @param {{sources: number, classes: number, room: number, width: number, height: number}} sizes
 *   `room`: right of the links
 * @returns {LinkLayout}
 */
export function linkLayout({ sources, classes, room, width, height }) {
  const top = TOP + MARGIN;
  const inner = Math.max(0, height - top - MARGIN);
  return {
    ...{ width, height, top: TOP, left: LEFT },
    right: Math.max(LEFT, width - room),
    sourceY: (source) => top + (sources > 1 ? (inner * source) / (sources - 1) : inner / 2),
    digitY: (digit) => TOP + ((height - TOP) * (digit + 0.5)) / classes,
  };
}

/**
 * A link as an SVG path: level at both ends, bent in the middle.
 * @param {LinkLayout} layout
 * @param {Ends} link
 */
export function linkPath({ left, right, sourceY, digitY }, { source, digit }) {
  const middle = (left + right) / 2;
  const [from, to] = [sourceY(source), digitY(digit)];
  return `M${left} ${from}C${middle} ${from} ${middle} ${to} ${right} ${to}`;
}

/**
 * What lies at a point: a source, a class, or the nearest link; null where there is none.
 * @param {LinkLayout} layout
 * @param {{sources: number, classes: number}} counts
 * @param {Iterable<Ends>} links
 * @param {{x: number, y: number}} point
 * @returns {LinkHit | null}
 */
export function linkAt(layout, { sources, classes }, links, { x, y }) {
  if (x < layout.left) return { source: nearest(sources, layout.sourceY, y) };
  if (x > layout.right) return { digit: nearest(classes, layout.digitY, y) };
  const share = riseAt((x - layout.left) / (layout.right - layout.left));
  let least = REACH;
  /** @type {Ends | null} */
  let found = null;
  for (const { source, digit } of links) {
    const from = layout.sourceY(source);
    const distance = Math.abs(y - from - share * (layout.digitY(digit) - from));
    if (distance >= least) continue;
    least = distance;
    found = { source, digit };
  }
  return found;
}

/**
 * Share of its way down that a link has gone at a share of its way across.
 * @param {number} across
 */
function riseAt(across) {
  let [low, high] = [0, 1];
  for (let round = 0; round < 20; round++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < across) low = t;
    else high = t;
  }
  return low * low * (3 - 2 * low);
}

/**
 * @param {number} count
 * @param {(index: number) => number} yOf
 * @param {number} y
 */
function nearest(count, yOf, y) {
  const step = count > 1 ? yOf(1) - yOf(0) : 1;
  return Math.min(count - 1, Math.max(0, Math.round((y - yOf(0)) / step)));
}
