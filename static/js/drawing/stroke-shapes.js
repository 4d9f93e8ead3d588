/** Lines: the shape of strokes; how they are smoothed, thinned out, moved and turned. */

/** Height and width of the space that a drawing lies in: ten units for a pixel of MNIST. */
export const SPACE = 280;

/** Distance from a corner at which its rounding begins. */
const ROUNDING = 5;

/**
 * @typedef {import("./strokes.js").Point} Point
 * @typedef {import("./strokes.js").Drawing} Drawing
 *
 * @typedef {["M" | "L", number, number] | ["Q", number, number, number, number]} PathCommand
 *   move, line, or quadratic curve (control point, then end), as a canvas has them
 *
 * @typedef {object} Transform
 * @property {number} [turn] clockwise, in degrees
 * @property {number} [scale] factor
 * @property {number} [shear] how far a point moves to the right for each unit above the centre
 * @property {number} [dx] to the right
 * @property {number} [dy] downwards
 */

/**
 * A smooth line along points, with round ends to be drawn where there is but one. Its curves stay
 * close to the corners, so that it looks the same through many points as through few.
 *
 * @param {Point[]} points
 * @returns {PathCommand[]}
 */
export function path(points) {
  if (points.length === 0) return [];
  /** @type {PathCommand[]} */
  const commands = [["M", ...points[0]]];
  for (let index = 1; index < points.length - 1; index++) {
    const corner = points[index];
    const next = points[index + 1];
    commands.push(["L", ...near(corner, points[index - 1])]);
    commands.push(["Q", ...corner, ...near(corner, next)]);
  }
  commands.push(["L", ...points[points.length - 1]]);
  return commands;
}

/**
 * The fewest of the points whose line stays within `tolerance` of all of them, by the method of
 * Ramer, Douglas and Peucker.
 *
 * @param {Point[]} points
 * @param {number} tolerance
 * @returns {Point[]}
 */
export function simplify(points, tolerance) {
  const kept = new Set([0, points.length - 1]);
  // A list of its own, not recursion: thousands of points may lie on one spiral.
  const open = [[0, points.length - 1]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    let farthest = from;
    let most = tolerance;
    for (let index = from + 1; index < to; index++) {
      const distance = distanceToLine(points[index], points[from], points[to]);
      if (distance > most) [farthest, most] = [index, distance];
    }
    if (farthest === from) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, index) => kept.has(index));
}

/**
 * A drawing scaled, sheared, turned (in this order, about the centre of its ink) and moved.
 *
 * @param {Drawing} drawing
 * @param {Transform} transform
 * @returns {Drawing}
 */
export function transform(drawing, { turn = 0, scale = 1, shear = 0, dx = 0, dy = 0 }) {
  const [centerX, centerY] = inkCenter(drawing);
  const cosine = Math.cos((turn * Math.PI) / 180);
  const sine = Math.sin((turn * Math.PI) / 180);
  /** @type {(point: Point) => Point} */
  const move = ([x, y]) => {
    const down = scale * (y - centerY);
    const across = scale * (x - centerX) - shear * down;
    return [
      centerX + dx + cosine * across - sine * down,
      centerY + dy + sine * across + cosine * down,
    ];
  };
  return {
    strokes: drawing.strokes.map(({ points, width, erase }) => ({
      points: points.map(move),
      width: width * scale,
      erase,
    })),
  };
}

/**
 * Where a drawing's ink has its centre of mass, each line counted by its area; the middle of the
 * space where there is none. What an eraser took away still counts.
 *
 * @param {Drawing} drawing
 * @returns {Point}
 */
export function inkCenter({ strokes }) {
  let [sumX, sumY, area] = [0, 0, 0];
  /** @type {(x: number, y: number, size: number) => void} */
  const add = (x, y, size) => {
    sumX += x * size;
    sumY += y * size;
    area += size;
  };
  for (const { points, width } of strokes.filter(({ erase }) => !erase)) {
    // The two round ends make up a disc: half at either end.
    const halfDisc = (Math.PI / 8) * width ** 2;
    for (const [x, y] of [points[0], points[points.length - 1]]) add(x, y, halfDisc);
    for (let index = 1; index < points.length; index++) {
      const [[x, y], [fromX, fromY]] = [points[index], points[index - 1]];
      add((x + fromX) / 2, (y + fromY) / 2, width * Math.hypot(x - fromX, y - fromY));
    }
  }
  return area > 0 ? [sumX / area, sumY / area] : [SPACE / 2, SPACE / 2];
}

/**
 * The point at most ROUNDING, and at most half way, from a corner towards its neighbour.
 *
 * @param {Point} corner
 * @param {Point} neighbour
 * @returns {Point}
 */
function near([x, y], [toX, toY]) {
  const share = Math.min(0.5, ROUNDING / Math.hypot(toX - x, toY - y));
  return [x + share * (toX - x), y + share * (toY - y)];
}

/**
 * @param {Point} point
 * @param {Point} from
 * @param {Point} to
 */
function distanceToLine([x, y], [fromX, fromY], [toX, toY]) {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const squared = alongX ** 2 + alongY ** 2;
  const dot = (x - fromX) * alongX + (y - fromY) * alongY;
  // To the nearest point between the ends: a stroke that turns back must not lose its tip.
  const share = squared > 0 ? Math.min(1, Math.max(0, dot / squared)) : 0;
  return Math.hypot(x - fromX - share * alongX, y - fromY - share * alongY);
}
