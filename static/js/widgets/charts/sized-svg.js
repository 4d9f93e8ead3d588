/** An SVG in CSS pixels: it is as large as its box, and drawn anew when that changes its size. */

import { select } from "d3";

/** @typedef {{width: number, height: number}} Size in CSS pixels */

/** @type {WeakMap<SVGElement, {draw: (size: Size) => void, redraw: () => void}>} */
const drawings = new WeakMap();

/**
 * What is made of a drawing while it has another size than its box, which nobody sees; null where
 * it is not one of these.
 * @template Made
 * @param {SVGElement} svg
 * @param {Size} size
 * @param {() => Made} make
 */
export function drawnAt(svg, size, make) {
  const drawing = drawings.get(svg);
  if (!drawing) return null;
  try {
    drawing.draw(size);
    return make();
  } finally {
    drawing.redraw();
  }
}

/**
 * @param {HTMLElement} box its size does not depend on what is in it
 * @param {Object} options
 * @param {number} options.height of the box where its place gives it none, in CSS pixels
 * @param {(size: Size) => void} options.draw
 */
export function createSizedSvg(box, { height, draw }) {
  box.classList.add("sized");
  box.style.setProperty("--chart-height", `${height}px`);
  const svg = select(box).append("svg").attr("role", "img");
  /** @type {Size} */
  let size = { width: 0, height: 0 };

  function redraw() {
    if (size.width > 0 && size.height > 0) draw(size);
  }

  new ResizeObserver(([{ contentRect }]) => {
    size = { width: contentRect.width, height: contentRect.height };
    // The same as its size on the screen: for copies, which have no box.
    svg.attr("viewBox", `0 0 ${size.width} ${size.height}`);
    redraw();
  }).observe(box);

  drawings.set(/** @type {SVGSVGElement} */ (svg.node()), { draw, redraw });
  return {
    svg,
    /** Draws, where the box has a size yet. */
    redraw,
  };
}
