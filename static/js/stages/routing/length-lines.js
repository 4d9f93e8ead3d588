/** A line for the length of every class over the iterations: the chosen one, and its nearest rival. */

import { axisBottom, axisLeft, line, scaleLinear } from "d3";
import { createSizedSvg } from "../../widgets/charts/sized-svg.js";
import { pointIn } from "../../widgets/pointing.js";
import { nameAxes } from "./axis-names.js";
import { labelPlaces, nearestLine } from "./lengths.js";

const HEIGHT = 220;
const MARGIN = { top: 12, bottom: 38, left: 44 };
/** Right of the lines: a character, and what stands beside the name. */
const CHARACTER = 7.5;
const BESIDE = 18;
/** How far from a line it is still meant. */
const REACH = 14;
const LONGEST_NAME = 8;

/**
 * @param {HTMLElement} frame
 * @param {string[]} names of the classes
 */
export function createLengthLines(frame, names) {
  const { svg, redraw } = createSizedSvg(frame, { height: HEIGHT, draw });
  const y = scaleLinear([0, 1], [0, 0]);
  const x = scaleLinear();
  const drawAxes = createAxes(svg);
  const here = svg.append("line").attr("class", "here").attr("y1", MARGIN.top);
  const lines = svg
    .append("g")
    .attr("fill", "none")
    .selectAll("path")
    .data(names)
    .join("path")
    .attr("data-line", (_, digit) => digit);
  const dots = svg.append("g");
  const labels = svg.append("g");
  const right = BESIDE + CHARACTER * Math.max(...names.map((name) => shorten(name).length));
  /** @type {number[][]} */
  let shown = [];
  let how = { digit: 0, rival: /** @type {number | null} */ (null), iteration: 0 };

  /** @param {import("../../widgets/charts/sized-svg.js").Size} size */
  function draw(size) {
    if (shown.length === 0) return;
    const { digit, rival, iteration } = how;
    const count = shown[0].length;
    const base = size.height - MARGIN.bottom;
    y.range([base, MARGIN.top]);
    x.domain([1, Math.max(2, count)]).range([MARGIN.left + 8, size.width - right]);
    drawAxes(size, { x, y, count, right });
    here
      .attr("x1", x(iteration + 1))
      .attr("x2", x(iteration + 1))
      .attr("y2", base);
    const path = line(
      /** @type {(value: number, index: number) => number} */ ((_, index) => x(index + 1)),
      (value) => y(value),
    );
    lines
      .attr("class", (_, index) =>
        index === digit ? "link-own" : index === rival ? "line-rival" : "link-other",
      )
      .attr("d", (_, index) => path(shown[index]));
    showTold(rival === null ? [digit] : [digit, rival]);
  }

  /** @param {number[]} told classes whose values are marked and whose names are written */
  function showTold(told) {
    dots
      .selectAll("circle")
      .data(told.flatMap((digit) => shown[digit].map((value, at) => ({ digit, value, at }))))
      .join("circle")
      .attr("class", ({ digit }) => (digit === told[0] ? "dot-own" : "dot-rival"))
      .attr("r", 3)
      .attr("cx", ({ at }) => x(at + 1))
      .attr("cy", ({ value }) => y(value));
    const count = shown[0].length;
    const places = labelPlaces(told.map((digit) => y(shown[digit][count - 1])));
    labels
      .selectAll("text")
      .data(told)
      .join("text")
      .attr("class", (_, index) => (index === 0 ? "line-name" : "line-name rival-name"))
      .attr("dy", "0.34em")
      .attr("x", x(count) + 8)
      .attr("y", (_, index) => places[index])
      .text((digit) => shorten(names[digit]));
  }

  return {
    /**
     * The class whose line is meant by a pointer; null where none is.
     * @param {MouseEvent} event
     */
    digitAt(event) {
      const at = pointIn(/** @type {SVGSVGElement} */ (svg.node()), event);
      if (!at || shown.length === 0) return null;
      return nearestLine(shown, x.invert(at.x) - 1, (value) => Math.abs(y(value) - at.y), REACH);
    },
    /**
     * @param {number[][]} lengths of each class after each iteration
     * @param {typeof how} of the chosen class, the longest of the others, and the iteration shown
     */
    show(lengths, of) {
      shown = lengths;
      how = of;
      redraw();
      const told = lengths[of.digit].map((value) => value.toFixed(3)).join(", ");
      svg.attr("aria-label", `Length of ${names[of.digit]} by iteration: ${told}`);
    },
    /** @param {readonly number[]} digits the classes that the selection is linked to */
    showLinked(digits) {
      lines.attr("data-linked", (_, digit) => (digits.includes(digit) ? "" : null));
    },
  };
}

/**
 * Both axes; returns what draws them.
 * @param {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} svg
 */
function createAxes(svg) {
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  const bottom = svg.append("g");
  const placeNames = nameAxes(svg, { across: "iteration", up: "length ‖v‖" });
  /**
   * @param {import("../../widgets/charts/sized-svg.js").Size} size
   * @param {{x: import("d3").ScaleLinear<number, number>, y: import("d3").ScaleLinear<number, number>,
   *   count: number, right: number}} of count: how many iterations
   */
  return (size, { x, y, count, right }) => {
    const base = size.height - MARGIN.bottom;
    left.call(axisLeft(y).ticks(base > 140 ? 5 : 2));
    bottom.attr("transform", `translate(0 ${base})`).call(
      axisBottom(x)
        .tickValues(Array.from({ length: count }, (_, index) => index + 1))
        .tickFormat((value) => String(value)),
    );
    placeNames(size, { ...MARGIN, right });
  };
}

/** @param {string} name */
function shorten(name) {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
