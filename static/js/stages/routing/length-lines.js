/** A line for the length of every class over the iterations: the chosen one, and its nearest rival. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { pointIn } from "../../widgets/pointing.js";
import { nameAxes } from "./axis-names.js";
import { labelPlaces, nearestLine } from "./lengths.js";

const WIDTH = 420;
const HEIGHT = 150;
const MARGIN = { top: 10, right: 66, bottom: 34, left: 40 };
/** How far from a line it is still meant. */
const REACH = 14;
const LONGEST_NAME = 8;

/**
 * @param {HTMLElement} frame
 * @param {string[]} names of the classes
 */
export function createLengthLines(frame, names) {
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img");
  const y = scaleLinear([0, 1], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(3));
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  const size = { width: WIDTH, height: HEIGHT, margin: MARGIN };
  nameAxes(svg, size, { across: "iteration", up: "length ‖v‖" });
  const here = svg
    .append("line")
    .attr("class", "here")
    .attr("y1", MARGIN.top)
    .attr("y2", HEIGHT - MARGIN.bottom);
  const lines = svg
    .append("g")
    .attr("fill", "none")
    .selectAll("path")
    .data(names)
    .join("path")
    .attr("data-line", (_, digit) => digit);
  const dots = svg.append("g");
  const labels = svg.append("g");
  let x = scaleLinear();
  /** @type {number[][]} */
  let shown = [];

  /** @param {number} count of iterations */
  function lay(count) {
    x = scaleLinear([1, Math.max(2, count)], [MARGIN.left + 8, WIDTH - MARGIN.right]);
    bottom.call(
      axisBottom(x)
        .tickValues(Array.from({ length: count }, (_, index) => index + 1))
        .tickFormat((value) => String(value)),
    );
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
     * @param {{digit: number, rival: number | null, iteration: number}} of the chosen class, the
     *   longest of the others, and the iteration shown
     */
    show(lengths, { digit, rival, iteration }) {
      if (lengths[0].length !== shown[0]?.length) lay(lengths[0].length);
      shown = lengths;
      const draw = line(
        /** @type {(value: number, index: number) => number} */ ((_, index) => x(index + 1)),
        (value) => y(value),
      );
      lines
        .attr("class", (_, index) =>
          index === digit ? "link-own" : index === rival ? "line-rival" : "link-other",
        )
        .attr("d", (_, index) => draw(lengths[index]));
      showTold(rival === null ? [digit] : [digit, rival]);
      here.attr("x1", x(iteration + 1)).attr("x2", x(iteration + 1));
      const told = lengths[digit].map((value) => value.toFixed(3)).join(", ");
      svg.attr("aria-label", `Length of ${names[digit]} by iteration: ${told}`);
    },
    /** @param {readonly number[]} digits the classes that the selection is linked to */
    showLinked(digits) {
      lines.attr("data-linked", (_, digit) => (digits.includes(digit) ? "" : null));
    },
  };
}

/** @param {string} name */
function shorten(name) {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
