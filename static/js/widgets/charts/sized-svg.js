/** An SVG in CSS pixels: it is as large as its box, and drawn anew when that changes its size. */

import { select } from "d3";
import { followRoom } from "../room.js";

/** @typedef {{width: number, height: number}} Size in CSS pixels */

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

  followRoom(box, (width, height) => {
    size = { width, height };
    // The same as its size on the screen: for copies, which have no box.
    svg.attr("viewBox", `0 0 ${width} ${height}`);
    redraw();
  });

  return {
    svg,
    /** Draws, where the box has a size yet. */
    redraw,
  };
}
