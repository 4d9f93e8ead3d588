/** Many small plots over the same steps, one a number of a capsule, with one scale for all. */

import { axisBottom, axisLeft, line, scaleLinear } from "d3";
import { arrowOf, stepInList } from "../arrow-keys.js";
import { followPlaces } from "./cursor.js";
import { createFrame } from "./frame.js";

/** CSS pixels below which a plot is too narrow: fewer stand side by side. */
const NARROWEST = 90;
const MOST_ACROSS = 4;
/** Beside the first of a row and below the last of a column: the axes. */
const LEFT = 44;
const BOTTOM = 22;
/** Between plots, and above each for its name. */
const GAP = 10;
const NAME = 15;

/**
 * Where the plots are.
 * @param {number} count
 * @param {import("./frame.js").Size} size of the chart
 */
function placed(count, { width, height }) {
  const fitting = Math.floor((width - LEFT) / NARROWEST);
  const across = Math.max(1, Math.min(MOST_ACROSS, count, fitting));
  const down = Math.ceil(count / across);
  const cell = { width: (width - LEFT) / across, height: (height - BOTTOM) / down };
  return {
    ...{ across, down, cell },
    area: { top: NAME, bottom: cell.height - 2, right: cell.width - GAP },
    /** @param {number} plot */
    corner: (plot) => ({
      left: LEFT + (plot % across) * cell.width,
      top: Math.floor(plot / across) * cell.height,
    }),
    /** The plot there; null where there is none. @param {{x: number, y: number}} place */
    plotAt({ x, y }) {
      const column = Math.floor((x - LEFT) / cell.width);
      const plot = Math.floor(y / cell.height) * across + column;
      return column >= 0 && column < across && plot >= 0 && plot < count ? plot : null;
    },
  };
}

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {number} options.count of plots
 * @param {(step: number | null, plot: number | null) => void} options.point
 * @param {(step: number) => void} options.choose
 */
export function createSmallMultiples({ label, count, point, choose }) {
  const { root, svg, redraw, at } = createFrame({
    ...{ kind: "multiples", label, height: 360, draw },
    keys: "Left and right go from step to step, up and down from number to number; Enter puts the drawing there.",
  });
  const { cells, up, across, zero, cursor, curves } = createCells(svg, count);
  let x = scaleLinear();
  let places = placed(count, { width: 0, height: 0 });
  /** @type {readonly number[]} */
  let steps = [];
  /** @type {readonly number[][]} */
  let rows = [];
  /** @type {number | null} */
  let pointed = null;

  // A place is a step in a plot: the plots of the first step are counted first.
  const stepOf = (/** @type {number} */ place) => Math.floor(place / count);
  const placeOf = (/** @type {number} */ step, /** @type {number} */ plot) => step * count + plot;

  followPlaces(root, {
    count: () => steps.length * count,
    placeAt(event) {
      const place = at(event);
      const plot = place && places.plotAt(place);
      if (!place || plot === null || steps.length === 0) return null;
      const within = place.x - places.corner(plot).left;
      const away = steps.map((value) => Math.abs(x(value) - within));
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

  /** @param {import("./frame.js").Size} size */
  function draw(size) {
    if (steps.length === 0) return;
    places = placed(count, size);
    const { area } = places;
    x = scaleLinear([steps[0], steps[steps.length - 1]], [0, area.right]);
    const most = Math.max(1e-6, ...rows.flat().map(Math.abs));
    const y = scaleLinear([-most, most], [area.bottom, area.top]).nice(2);
    const draw = line(
      /** @type {(value: number, step: number) => number} */ ((_, step) => x(steps[step])),
      (value) => y(value),
    );
    cells.attr("transform", (plot) => {
      const { left, top } = places.corner(plot);
      return `translate(${left} ${top})`;
    });
    drawAxes({ up, across }, { x, y, places, count });
    zero.attr("x2", area.right).attr("y1", y(0)).attr("y2", y(0));
    cursor.attr("y1", area.top).attr("y2", area.bottom);
    curves.attr("d", (each) => draw(rows[each]));
    upright();
  }

  function upright() {
    const value = pointed === null ? undefined : steps[pointed];
    cursor.attr("display", value === undefined ? "none" : null);
    if (value !== undefined) cursor.attr("x1", x(value)).attr("x2", x(value));
  }

  return {
    root,
    /**
     * @param {readonly number[]} values of the steps
     * @param {readonly number[][]} numbers of each plot, one a step
     * @param {string} words what is shown
     */
    show(values, numbers, words) {
      [steps, rows] = [values, numbers];
      svg.attr("aria-label", words);
      redraw();
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      pointed = step;
      upright();
    },
  };
}

/** @typedef {import("d3").Selection<SVGGElement, number, any, any>} Axes one a plot */

/**
 * Axes beside the first plot of each row, and below the last of each column.
 * @param {{up: Axes, across: Axes}} axes
 * @param {Object} scales
 * @param {import("d3").ScaleLinear<number, number>} scales.x
 * @param {import("d3").ScaleLinear<number, number>} scales.y
 * @param {ReturnType<typeof placed>} scales.places
 * @param {number} scales.count
 */
function drawAxes({ up, across }, { x, y, places, count }) {
  const { area, cell } = places;
  const upwards = axisLeft(y)
    .tickValues(cell.height < 70 ? y.domain() : y.ticks(2))
    .tickSize(3);
  const along = axisBottom(x)
    .ticks(Math.max(1, Math.min(4, Math.floor(area.right / 60))))
    .tickSize(3);
  up.attr("display", (plot) => (plot % places.across === 0 ? null : "none")).call(
    /** @type {any} */ (upwards),
  );
  across
    .attr("display", (plot) => (plot + places.across >= count ? null : "none"))
    .attr("transform", `translate(0 ${area.bottom})`)
    .call(/** @type {any} */ (along));
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
    .join("g");
  cells
    .append("text")
    .attr("class", "plot-name")
    .attr("x", 3)
    .attr("y", 11)
    .text((plot) => String(plot));
  const [up, across] = [cells.append("g"), cells.append("g")];
  const zero = cells.append("line").attr("class", "zero");
  const cursor = cells.append("line").attr("class", "here").attr("display", "none");
  const curves = cells.append("path").attr("class", "line-own").attr("fill", "none");
  return { cells, up, across, zero, cursor, curves };
}
