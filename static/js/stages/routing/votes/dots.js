/** The dots of the votes' plane, on a canvas: there are over a thousand, and all move with the pen. */

import { css, position } from "../../../graphics/color.js";
import { keepDots } from "../../../graphics/dots.js";
import { element } from "../../../widgets/dom.js";
import { isInside } from "./plane-scale.js";

/** Radius of a dot whose coupling is even, of the plane's width. */
const EVEN_RADIUS = 0.007;
/** In CSS pixels. */
const LEAST_RADIUS = 0.8;
const OUTLINE = 0.4;
/** Steps of the colours: finer ones are not told apart in a dot. */
const LEVELS = 33;

/**
 * @typedef {Object} Dots
 * @property {Float32Array} points x and y of each vote
 * @property {ArrayLike<number>} support of each, which gives its colour
 * @property {[number, number]} range of the support
 * @property {ArrayLike<number> | null} evenness coupling times the number of classes; null where it
 *   is not known now: then all are drawn as if it were even
 * @property {number} reach the plane shows −reach to reach
 * @property {import("../../../graphics/color.js").Palette} palette
 * @property {string} edge colour of the dots' edges
 */

/** @param {string} label */
export function createDots(label) {
  const canvas = element("canvas", { class: "vote-dots", role: "img", "aria-label": label });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Dots | null} */
  let shown = null;

  /** @type {import("./plane-scale.js").PlaneScale | null} */
  let scale = null;

  function paint() {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!shown || !scale) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    // All dots of a colour are one path: a thousand single ones would take as long as a trace.
    for (const { fill, stroke, strokeWidth, places } of dotsByColour(shown, scale)) {
      context.fillStyle = fill;
      context.strokeStyle = stroke;
      context.lineWidth = strokeWidth;
      context.beginPath();
      for (const { x, y, radius } of places) {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
      context.fill();
      context.stroke();
    }
  }

  keepDots(
    canvas,
    () =>
      shown &&
      scale && { width: canvas.width / devicePixelRatio, groups: dotsByColour(shown, scale) },
  );

  return {
    canvas,
    /**
     * @param {import("../../../widgets/charts/sized-svg.js").Size} size
     * @param {import("./plane-scale.js").PlaneScale} newest
     */
    resize({ width, height }, newest) {
      scale = newest;
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
      paint();
    },
    /** @param {Dots | null} dots null where there is nothing to show yet */
    show(dots) {
      shown = dots;
      paint();
    },
  };
}

/**
 * @param {Dots} dots
 * @param {import("./plane-scale.js").PlaneScale} scale
 */
function dotsByColour(
  { points, support, range, evenness, reach, palette, edge },
  { inner, toX, toY },
) {
  return byColour(support, range).map(([level, indices]) => {
    const inside = indices.filter((index) =>
      isInside(points[2 * index], points[2 * index + 1], reach),
    );
    return {
      ...{ fill: css(palette, level / (LEVELS - 1)), stroke: edge, strokeWidth: OUTLINE },
      places: inside.map((index) => ({
        x: toX(points[2 * index], reach),
        y: toY(points[2 * index + 1], reach),
        radius: Math.max(
          LEAST_RADIUS,
          EVEN_RADIUS * inner * Math.sqrt(evenness ? evenness[index] : 1),
        ),
      })),
    };
  });
}

/**
 * Votes by the step of their colour, those of the middle first: the strongest lie on top.
 * @param {ArrayLike<number>} support
 * @param {[number, number]} range
 * @returns {[number, number[]][]}
 */
function byColour(support, range) {
  /** @type {Map<number, number[]>} */
  const levels = new Map();
  for (let index = 0; index < support.length; index++) {
    const level = Math.round(position(support[index], range) * (LEVELS - 1));
    const same = levels.get(level);
    if (same) same.push(index);
    else levels.set(level, [index]);
  }
  const middle = (LEVELS - 1) / 2;
  return [...levels].sort(([one], [other]) => Math.abs(one - middle) - Math.abs(other - middle));
}
