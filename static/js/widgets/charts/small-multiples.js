/** Many small plots over the same steps, one a number of a capsule, with one scale for all. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { element } from "../dom.js";
import { followSteps } from "./step-cursor.js";

const ACROSS = 4;
const CELL = { width: 240, height: 96 };
const MARGIN = { top: 16, right: 12, bottom: 16, left: 34 };

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {number} options.count of plots
 * @param {(step: number | null, plot: number | null) => void} options.point
 * @param {(step: number) => void} options.choose
 */
export function createSmallMultiples({ label, count, point, choose }) {
  const down = Math.ceil(count / ACROSS);
  const [width, height] = [ACROSS * CELL.width, down * CELL.height];
  const frame = element("div", {
    ...{ class: "chart multiples", tabindex: 0, role: "application" },
    "aria-label": `${label}. Left and right go from step to step, up and down from number to number; Enter puts the drawing there.`,
  });
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("role", "img")
    .attr("aria-label", label);
  const cells = svg
    .selectAll("g")
    .data(Array.from({ length: count }, (_, plot) => plot))
    .join("g")
    .attr(
      "transform",
      (plot) =>
        `translate(${(plot % ACROSS) * CELL.width} ${Math.floor(plot / ACROSS) * CELL.height})`,
    );
  cells
    .append("text")
    .attr("class", "plot-name")
    .attr("x", MARGIN.left)
    .attr("y", 10)
    .text((plot) => String(plot));
  const up = cells.append("g").attr("class", "up").attr("transform", `translate(${MARGIN.left} 0)`);
  const across = cells
    .append("g")
    .attr("class", "across")
    .attr("transform", `translate(0 ${CELL.height - MARGIN.bottom})`);
  const zero = cells.append("line").attr("class", "zero");
  const cursor = cells.append("line").attr("class", "here").attr("display", "none");
  const curves = cells.append("path").attr("class", "line-own").attr("fill", "none");
  let x = scaleLinear();
  /** @type {readonly number[]} */
  let steps = [];
  let plot = 0;

  /** @param {MouseEvent} event */
  function stepAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!matrix || steps.length === 0) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const [column, row] = [Math.floor(at.x / CELL.width), Math.floor(at.y / CELL.height)];
    const under = row * ACROSS + column;
    if (column < 0 || column >= ACROSS || under < 0 || under >= count) return null;
    plot = under;
    const away = steps.map((value) => Math.abs(x(value) - (at.x - column * CELL.width)));
    return away.indexOf(Math.min(...away));
  }

  /** @type {number | null} */
  let here = null;
  /** @param {number | null} step */
  function tell(step) {
    here = step;
    cells.attr("data-here", (each) => (step !== null && each === plot ? "" : null));
    point(step, step === null ? null : plot);
  }
  followSteps(frame, { count: () => steps.length, stepAt, point: tell, choose });
  frame.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || here === null) return;
    plot = Math.min(count - 1, Math.max(0, plot + by));
    tell(here);
    event.preventDefault();
  });

  return {
    root: element("div", { class: "scroll" }, frame),
    /**
     * @param {readonly number[]} values of the steps
     * @param {readonly number[][]} numbers of each plot, one a step
     * @param {string} words what is shown
     */
    show(values, numbers, words) {
      steps = values;
      x = scaleLinear(
        [values[0], values[values.length - 1]],
        [MARGIN.left, CELL.width - MARGIN.right],
      );
      const most = Math.max(1e-6, ...numbers.flat().map(Math.abs));
      const y = scaleLinear([-most, most], [CELL.height - MARGIN.bottom, MARGIN.top]).nice(2);
      const draw = line(
        /** @type {(value: number, step: number) => number} */ ((_, step) => x(values[step])),
        (value) => y(value),
      );
      up.each(function () {
        select(this).call(/** @type {any} */ (axisLeft(y).ticks(3).tickSize(3)));
      });
      across.each(function () {
        select(this).call(/** @type {any} */ (axisBottom(x).ticks(4).tickSize(3)));
      });
      zero
        .attr("x1", MARGIN.left)
        .attr("x2", CELL.width - MARGIN.right)
        .attr("y1", y(0))
        .attr("y2", y(0));
      cursor.attr("y1", MARGIN.top).attr("y2", CELL.height - MARGIN.bottom);
      curves.attr("d", (each) => draw(numbers[each]));
      svg.attr("aria-label", words);
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      cursor.attr("display", step === null ? "none" : null);
      if (step !== null && steps[step] !== undefined)
        cursor.attr("x1", x(steps[step])).attr("x2", x(steps[step]));
    },
  };
}
