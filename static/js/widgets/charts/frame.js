/** What charts are made in: a frame that takes the keyboard, axes, and upright lines. */

import { axisBottom, axisLeft, select } from "d3";
import { element } from "../dom.js";
import { pointIn } from "../pointing.js";

/** @typedef {ReturnType<typeof createFrame>["svg"]} Drawing */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area of a chart's marks */

/**
 * @param {Object} options
 * @param {string} options.kind class of the frame
 * @param {string} options.label
 * @param {string} options.keys what keys do
 * @param {number} options.width of the drawing, in units of its own
 * @param {number} options.height
 */
export function createFrame({ kind, label, keys, width, height }) {
  const frame = element("div", {
    ...{ class: `chart ${kind}`, tabindex: 0, role: "application" },
    "aria-label": `${label}. ${keys}`,
  });
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("role", "img")
    .attr("aria-label", label);
  return {
    frame,
    svg,
    root: element("div", { class: "scroll" }, frame),
    /**
     * Where a pointer is, in units of the drawing; null while it is not shown.
     * @param {MouseEvent} event
     */
    at: (event) => pointIn(/** @type {SVGSVGElement} */ (svg.node()), event),
  };
}

/**
 * Axes with their names, without numbers until they are drawn.
 * @param {Drawing} svg
 * @param {Area & {height: number, across?: string, up: string}} options height of the whole drawing
 */
export function createAxes(svg, { left, right, top, bottom, height, across = "", up }) {
  const upwards = svg.append("g").attr("transform", `translate(${left} 0)`);
  const along = svg.append("g").attr("transform", `translate(0 ${bottom})`);
  const name = () => svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  const acrossName = name()
    .attr("x", (left + right) / 2)
    .attr("y", height - 4)
    .text(across);
  name()
    .attr("transform", `translate(10 ${(top + bottom) / 2}) rotate(-90)`)
    .text(up);
  return {
    /** @param {import("d3").AxisScale<number>} y @param {number} ticks */
    drawUp: (y, ticks) => void upwards.call(axisLeft(y).ticks(ticks)),
    /** @param {import("d3").AxisScale<number>} x @param {number} ticks @param {string} [words] */
    drawAcross(x, ticks, words) {
      along.call(axisBottom(x).ticks(ticks));
      if (words !== undefined) acrossName.text(words);
    },
  };
}

/**
 * An upright line; returns what puts it to a place across, or hides it.
 * @param {Drawing} svg
 * @param {string} name its class
 * @param {Pick<Area, "top" | "bottom">} ends
 */
export function createUpright(svg, name, { top, bottom }) {
  const line = svg.append("line").attr("class", name).attr("y1", top).attr("y2", bottom);
  /** @param {number | null} x */
  function place(x) {
    line.attr("display", x === null ? "none" : null);
    if (x !== null) line.attr("x1", x).attr("x2", x);
  }
  place(null);
  return place;
}
