/** Lines over the steps of a sweep, and which of them is on top at each step. */

import { line, scaleLinear } from "d3";
import { followPlaces } from "./cursor.js";
import { CHARACTER, createAxes, createFrame, createUpright } from "./frame.js";
import { runsOnTop, spaced } from "./line-runs.js";

const MARGIN = { top: 24, bottom: 38 };
const LONGEST_NAME = 7;
/** CSS pixels from the name of one line to the next. */
const GAP = 14;

/**
 * @typedef {Object} Series
 * @property {string} name
 * @property {number[]} values one a step
 * @property {"own" | "rival" | "other"} role
 *
 * @typedef {Object} Lines
 * @property {readonly number[]} values of the steps
 * @property {readonly Series[]} series
 * @property {string} axis name of the axis across
 * @property {string} label of the whole chart
 */

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {string} options.up name of the axis upwards
 * @param {number} options.height
 * @param {(step: number | null) => void} options.point
 * @param {(step: number) => void} options.choose
 * @param {string} [options.enter] what Enter does
 */
export function createLineChart({
  label,
  up,
  height,
  point,
  choose,
  enter = "puts the drawing there",
}) {
  const { root, svg, redraw, at } = createFrame({
    ...{ kind: "line-chart", label, height, draw },
    keys: `Left and right go from step to step; Enter ${enter}.`,
  });
  const axes = createAxes(svg, { up });
  const runs = svg.append("g").attr("text-anchor", "middle");
  const moment = createUpright(svg, "moment");
  const cursor = createUpright(svg, "here");
  const paths = svg.append("g").attr("fill", "none");
  const names = svg.append("g");
  let x = scaleLinear();
  let ends = { top: 0, bottom: 0 };
  /** @type {Lines | null} */
  let lines = null;
  /** @type {number | null} */
  let pointed = null;
  /** @type {number | null} */
  let marked = null;
  const steps = () => lines?.values ?? [];

  const { startAt } = followPlaces(root, {
    ...{ count: () => steps().length, point, choose, drags: true },
    placeAt(event) {
      const place = at(event);
      if (!place || steps().length === 0) return null;
      const away = steps().map((value) => Math.abs(x(value) - place.x));
      return away.indexOf(Math.min(...away));
    },
  });

  /** @param {import("./frame.js").Size} size */
  function draw(size) {
    if (!lines) return;
    const { values, series, axis } = lines;
    ends = { top: MARGIN.top, bottom: size.height - MARGIN.bottom };
    const y = scaleLinear([0, 1], [ends.bottom, ends.top]);
    const left = axes.drawUp(y, 5);
    const right = size.width - roomForNames(series);
    x = scaleLinear([values[0], values[values.length - 1]], [left + 4, right]);
    axes.drawAcross(x, ends.bottom, 7, axis);
    const places = values.map((value) => x(value));
    drawLines(paths, series, { x: places, y });
    drawNames(names, series, { x: right + 6, y, bottom: ends.bottom });
    drawRuns(runs, series, places);
    upright();
  }

  function upright() {
    cursor(pointed === null || pointed >= steps().length ? null : x(steps()[pointed]), ends);
    moment(marked === null ? null : x(marked), ends);
  }

  return {
    root,
    /** @param {Lines} newest */
    show(newest) {
      lines = newest;
      svg.attr("aria-label", lines.label);
      redraw();
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      pointed = step;
      upright();
    },
    /** @param {number | null} value of the pose that the drawing is in */
    mark(value) {
      marked = value;
      upright();
    },
    startAt,
  };
}

/**
 * Beside the ends of the lines.
 * @param {readonly Series[]} series
 */
function roomForNames(series) {
  const told = series.filter(({ role }) => role !== "other");
  const longest = Math.max(0, ...told.map(({ name }) => shortened(name).length));
  return Math.max(16, 10 + CHARACTER * longest);
}

/** @param {string} name */
function shortened(name) {
  return name.slice(0, LONGEST_NAME);
}

/** @typedef {import("d3").Selection<SVGGElement, unknown, null, undefined>} Group */

/**
 * @param {Group} group
 * @param {readonly Series[]} series
 * @param {{x: readonly number[], y: (value: number) => number}} places x of each step
 */
function drawLines(group, series, { x, y }) {
  const draw = line(
    /** @type {(value: number, step: number) => number} */ ((_, step) => x[step]),
    (value) => y(value),
  );
  group
    .selectAll("path")
    .data(series)
    .join("path")
    .attr("class", ({ role }) => `line-${role}`)
    .attr("data-line", ({ name }) => name)
    .attr("d", ({ values }) => draw(values));
}

/**
 * The names of the lines that are told, beside their ends and above the axis across.
 * @param {Group} group
 * @param {readonly Series[]} series
 * @param {{x: number, y: (value: number) => number, bottom: number}} places
 */
function drawNames(group, series, { x, y, bottom }) {
  const told = spaced(
    series
      .filter(({ role }) => role !== "other")
      .map((each) => ({ ...each, at: y(each.values[each.values.length - 1]) })),
    GAP,
  );
  const over = Math.max(0, (told.at(-1)?.at ?? 0) - bottom);
  group
    .selectAll("text")
    .data(told)
    .join("text")
    .attr("class", ({ role }) => (role === "own" ? "line-name" : "line-name rival-name"))
    .attr("dy", "0.34em")
    .attr("x", x)
    .attr("y", ({ at }) => at - over)
    .text(({ name }) => shortened(name));
}

/**
 * Above the lines, the name of the one on top and where another takes its place.
 * @param {Group} group
 * @param {readonly Series[]} series
 * @param {readonly number[]} x of each step
 */
function drawRuns(group, series, x) {
  const runs = runsOnTop(series.map(({ values }) => values));
  const nameOf = (/** @type {{winner: number}} */ { winner }) => shortened(series[winner].name);
  group
    .selectAll("text")
    .data(runs.filter((run) => x[run.to] - x[run.from] >= CHARACTER * nameOf(run).length + 2))
    .join("text")
    .attr("class", ({ winner }) => (series[winner].role === "own" ? "run run-own" : "run"))
    .attr("x", ({ from, to }) => (x[from] + x[to]) / 2)
    .attr("y", MARGIN.top - 10)
    .text(nameOf);
  group
    .selectAll("line")
    .data(runs.slice(1).map(({ from }) => (x[from] + x[from - 1]) / 2))
    .join("line")
    .attr("class", "run-end")
    .attr("x1", (end) => end)
    .attr("x2", (end) => end)
    .attr("y1", MARGIN.top - 20)
    .attr("y2", MARGIN.top - 4);
}
