/** Choosing votes in the plane: the nearest one, those inside a frame, and what they add up to. */

/**
 * @typedef {{left: number, right: number, bottom: number, top: number}} Frame in the plane's numbers
 *
 * @typedef {Object} Chosen
 * @property {number[]} capsules indices of the votes inside
 * @property {number} support their sum
 * @property {{type: number, support: number}[]} types those that add most to it, of either sign
 * @property {Set<number>} positions where these capsules stand
 */

/**
 * The frame between two corners, in whatever order they come.
 *
 * @param {[number, number]} one
 * @param {[number, number]} other
 * @returns {Frame}
 */
export function frameBetween([x, y], [toX, toY]) {
  return {
    left: Math.min(x, toX),
    right: Math.max(x, toX),
    bottom: Math.min(y, toY),
    top: Math.max(y, toY),
  };
}

/**
 * The point nearest to a place, within reach; null where there is none.
 *
 * @param {Float32Array} points x and y of each
 * @param {[number, number]} place
 * @param {number} reach
 */
export function nearestPoint(points, [x, y], reach) {
  let nearest = null;
  let least = reach * reach;
  for (let index = 0; 2 * index < points.length; index++) {
    const distance = (points[2 * index] - x) ** 2 + (points[2 * index + 1] - y) ** 2;
    if (distance <= least) {
      least = distance;
      nearest = index;
    }
  }
  return nearest;
}

/**
 * The votes inside a frame, and what they add up to.
 *
 * @param {Float32Array} points x and y of each
 * @param {Frame} frame
 * @param {ArrayLike<number>} support of each vote
 * @param {number} positions how many positions each type has
 * @param {number} [printed] how many types are told
 * @returns {Chosen}
 */
export function chooseVotes(points, frame, support, positions, printed = 3) {
  /** @type {number[]} */
  const capsules = [];
  /** @type {Map<number, number>} */
  const types = new Map();
  let sum = 0;
  for (let index = 0; index < support.length; index++) {
    const [x, y] = [points[2 * index], points[2 * index + 1]];
    if (x < frame.left || x > frame.right || y < frame.bottom || y > frame.top) continue;
    capsules.push(index);
    sum += support[index];
    const type = Math.floor(index / positions);
    types.set(type, (types.get(type) ?? 0) + support[index]);
  }
  return {
    capsules,
    support: sum,
    types: [...types]
      .map(([type, own]) => ({ type, support: own }))
      .sort((one, other) => Math.abs(other.support) - Math.abs(one.support))
      .slice(0, printed),
    positions: new Set(capsules.map((index) => index % positions)),
  };
}
