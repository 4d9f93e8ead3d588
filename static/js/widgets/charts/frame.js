/** What charts are made in: a frame that takes the keyboard, axes, and upright lines. */

import { axisBottom, axisLeft } from "d3";
import { element } from "../dom.js";
import { pointIn } from "../pointing.js";
import { createSizedSvg } from "./sized-svg.js";

/** @typedef {import("./sized-svg.js").Size} Size */
/** @typedef {ReturnType<typeof createFrame>["svg"]} Drawing */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area of a chart's marks */
/** @typedef {import("d3").AxisScale<number> & {ticks: (count: number) => number[],
 *   tickFormat: (count: number) => (value: number) => string}} Scale */

/** CSS pixels from one number of an axis to the next, at least. */
const ACROSS = 64;
const UP = 28;
/** CSS pixels of one character, at most: names and numbers are that wide. */
export const CHARACTER = 7.5;
/** Of the name of the axis upwards, and of a tick with its gaps. */
const UP_NAME = 18;
const TICK = 10;

/**
 * A frame without a size of its own: `height` is what it takes where its place gives it none.
 * @param {Object} options
 * @param {string} options.kind class of the frame
 * @param {string} options.label
 * @param {string} options.keys what keys do
 * @param {number} options.height in CSS pixels
 * @param {(size: Size) => void} options.draw
 */
export function createFrame({ kind, label, keys, height, draw }) {
  const root = element("div", {
    ...{ class: `chart ${kind}`, tabindex: 0, role: "application" },
    "aria-label": `${label}. ${keys}`,
  });
  const { svg, redraw } = createSizedSvg(root, { height, draw });
  svg.attr("aria-label", label);
  return {
    ...{ root, svg, redraw },
    /**
     * Where a pointer is, in CSS pixels of the drawing; null while it is not shown.
     * @param {MouseEvent} event
     */
    at: (event) => pointIn(/** @type {SVGSVGElement} */ (svg.node()), event),
  };
}

/**
 * As many numbers as an axis has room for.
 * @param {number} length of the axis
 * @param {number} room for one of them
 * @param {number} most that are wanted
 */
function ticksWithin(length, room, most) {
  return Math.max(1, Math.min(most, Math.floor(length / room)));
}

/**
 * Axes with their names.
 * @param {Drawing} svg
 * @param {{across?: string, up: string}} names
 */
export function createAxes(svg, { across = "", up }) {
  const upwards = svg.append("g");
  const along = svg.append("g");
  const name = () => svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  const acrossName = name().text(across);
  const upName = name().text(up);
  return {
    /**
     * Draws the axis upwards; returns where the marks begin, beside its numbers.
     * @param {Scale} y
     * @param {number} most numbers
     */
    drawUp(y, most) {
      const [bottom, top] = y.range();
      const ticks = ticksWithin(bottom - top, UP, most);
      const format = y.tickFormat(ticks);
      const longest = Math.max(...y.ticks(ticks).map((value) => format(value).length));
      const left = UP_NAME + TICK + CHARACTER * longest;
      upwards.attr("transform", `translate(${left} 0)`).call(axisLeft(y).ticks(ticks));
      upName.attr("transform", `translate(12 ${(top + bottom) / 2}) rotate(-90)`);
      return left;
    },
    /**
     * @param {Scale} x
     * @param {number} bottom where the marks end
     * @param {number} most numbers
     * @param {string} [words] its name from now on
     */
    drawAcross(x, bottom, most, words) {
      const [left, right] = [x.range()[0], x.range()[1]];
      const ticks = ticksWithin(right - left, ACROSS, most);
      along.attr("transform", `translate(0 ${bottom})`).call(axisBottom(x).ticks(ticks));
      if (words !== undefined) acrossName.text(words);
      nameAcross((left + right) / 2, bottom + 31);
    },
    nameAcross,
  };

  /** Puts the name of the axis across. @param {number} x @param {number} y */
  function nameAcross(x, y) {
    acrossName.attr("x", x).attr("y", y);
  }
}

/**
 * An upright line; returns what puts it to a place across, or hides it.
 * @param {Drawing} svg
 * @param {string} name its class
 */
export function createUpright(svg, name) {
  const line = svg.append("line").attr("class", name).attr("display", "none");
  /**
   * @param {number | null} x
   * @param {Pick<Area, "top" | "bottom">} ends
   */
  return (x, { top, bottom }) => {
    line.attr("display", x === null ? "none" : null);
    if (x !== null) line.attr("x1", x).attr("x2", x).attr("y1", top).attr("y2", bottom);
  };
}
