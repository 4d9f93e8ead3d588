/** Many small plots over the same steps, one a number of a capsule, with one scale for all. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { arrowOf, stepInList } from "../arrow-keys.js";
import { followPlaces } from "./cursor.js";
import { createFrame } from "./frame.js";

const ACROSS = 4;
const CELL = { width: 240, height: 96 };
/** Of the marks within a cell. */
const AREA = { top: 16, right: CELL.width - 12, bottom: CELL.height - 16, left: 34 };

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {number} options.count of plots
 * @param {(step: number | null, plot: number | null) => void} options.point
 * @param {(step: number) => void} options.choose
 */
export function createSmallMultiples({ label, count, point, choose }) {
  const { frame, svg, root, at } = createFrame({
    ...{ kind: "multiples", label },
    ...{ width: ACROSS * CELL.width, height: Math.ceil(count / ACROSS) * CELL.height },
    keys: "Left and right go from step to step, up and down from number to number; Enter puts the drawing there.",
  });
  const { cells, up, across, zero, cursor, curves } = createCells(svg, count);
  let x = scaleLinear();
  /** @type {readonly number[]} */
  let steps = [];

  // A place is a step in a plot: the plots of the first step are counted first.
  const stepOf = (/** @type {number} */ place) => Math.floor(place / count);
  const placeOf = (/** @type {number} */ step, /** @type {number} */ plot) => step * count + plot;

  followPlaces(frame, {
    count: () => steps.length * count,
    placeAt(event) {
      const place = at(event);
      if (!place || steps.length === 0) return null;
      const [column, row] = [Math.floor(place.x / CELL.width), Math.floor(place.y / CELL.height)];
      const plot = row * ACROSS + column;
      if (column < 0 || column >= ACROSS || plot < 0 || plot >= count) return null;
      const away = steps.map((value) => Math.abs(x(value) - (place.x - column * CELL.width)));
      return placeOf(away.indexOf(Math.min(...away)), plot);
    },
    step(event, from) {
      const [step, plot] = [stepOf(from), from % count];
      if (arrowOf(event.key)?.down) return placeOf(step, stepInList(event, plot, count) ?? plot);
      const next = stepInList(event, step, steps.length);
      return next === null ? null : placeOf(next, plot);
    },
    point(place) {
      const plot = place === null ? null : place % count;
      cells.attr("data-here", (each) => (each === plot ? "" : null));
      point(place === null ? null : stepOf(place), plot);
    },
    choose: (place) => choose(stepOf(place)),
    drags: true,
  });

  return {
    root,
    /**
     * @param {readonly number[]} values of the steps
     * @param {readonly number[][]} numbers of each plot, one a step
     * @param {string} words what is shown
     */
    show(values, numbers, words) {
      steps = values;
      x = scaleLinear([values[0], values[values.length - 1]], [AREA.left, AREA.right]);
      const most = Math.max(1e-6, ...numbers.flat().map(Math.abs));
      const y = scaleLinear([-most, most], [AREA.bottom, AREA.top]).nice(2);
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
      zero.attr("y1", y(0)).attr("y2", y(0));
      curves.attr("d", (each) => draw(numbers[each]));
      svg.attr("aria-label", words);
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      const value = step === null ? undefined : steps[step];
      cursor.attr("display", value === undefined ? "none" : null);
      if (value !== undefined) cursor.attr("x1", x(value)).attr("x2", x(value));
    },
  };
}

/**
 * The plots, empty, each with its number.
 * @param {import("./frame.js").Drawing} svg
 * @param {number} count
 */
function createCells(svg, count) {
  const cells = svg
    .selectAll("g")
    .data(Array.from({ length: count }, (_, plot) => plot))
    .join("g")
    .attr("transform", (plot) => {
      const [column, row] = [plot % ACROSS, Math.floor(plot / ACROSS)];
      return `translate(${column * CELL.width} ${row * CELL.height})`;
    });
  cells
    .append("text")
    .attr("class", "plot-name")
    .attr("x", AREA.left)
    .attr("y", 10)
    .text((plot) => String(plot));
  const up = cells.append("g").attr("transform", `translate(${AREA.left} 0)`);
  const across = cells.append("g").attr("transform", `translate(0 ${AREA.bottom})`);
  const zero = cells.append("line").attr("class", "zero");
  zero.attr("x1", AREA.left).attr("x2", AREA.right);
  const cursor = cells.append("line").attr("class", "here").attr("display", "none");
  cursor.attr("y1", AREA.top).attr("y2", AREA.bottom);
  const curves = cells.append("path").attr("class", "line-own").attr("fill", "none");
  return { cells, up, across, zero, cursor, curves };
}
