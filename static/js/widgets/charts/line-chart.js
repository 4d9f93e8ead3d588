/** Lines over the steps of a sweep, and which of them is on top at each step. */

import { line, scaleLinear } from "d3";
import { followPlaces } from "./cursor.js";
import { createAxes, createFrame, createUpright } from "./frame.js";
import { runsOnTop, spaced } from "./line-runs.js";

const WIDTH = 560;
const MARGIN = { top: 24, right: 52, bottom: 36, left: 44 };
const LONGEST_NAME = 7;
/** Units between the names of two lines. */
const GAP = 12;
/** Units that the name of a run needs. */
const ROOM = 9;

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
  const { frame, svg, root, at } = createFrame({
    ...{ kind: "line-chart", label, width: WIDTH, height },
    keys: `Left and right go from step to step; Enter ${enter}.`,
  });
  const area = {
    ...{ left: MARGIN.left, right: WIDTH - MARGIN.right },
    ...{ top: MARGIN.top, bottom: height - MARGIN.bottom },
  };
  const axes = createAxes(svg, { ...area, height, up });
  const y = scaleLinear([0, 1], [area.bottom, area.top]);
  axes.drawUp(y, 5);
  const runs = svg.append("g").attr("text-anchor", "middle");
  const moment = createUpright(svg, "moment", area);
  const cursor = createUpright(svg, "here", area);
  const paths = svg.append("g").attr("fill", "none");
  const names = svg.append("g");
  let x = scaleLinear([0, 1], [area.left, area.right]);
  /** @type {readonly number[]} */
  let steps = [];

  const { startAt } = followPlaces(frame, {
    ...{ count: () => steps.length, point, choose, drags: true },
    placeAt(event) {
      const place = at(event);
      if (!place || steps.length === 0) return null;
      const away = steps.map((value) => Math.abs(x(value) - place.x));
      return away.indexOf(Math.min(...away));
    },
  });

  return {
    root,
    /** @param {Lines} lines */
    show({ values, series, axis, label: words }) {
      steps = values;
      x = scaleLinear([values[0], values[values.length - 1]], [area.left + 4, area.right]);
      axes.drawAcross(x, 7, axis);
      drawLines(paths, series, { x: steps.map((value) => x(value)), y });
      drawNames(names, series, y);
      drawRuns(
        runs,
        series,
        steps.map((value) => x(value)),
      );
      svg.attr("aria-label", words);
    },
    /** @param {number | null} step that is pointed at */
    point: (step) => cursor(step === null || step >= steps.length ? null : x(steps[step])),
    /** @param {number | null} value of the pose that the drawing is in */
    mark: (value) => moment(value === null ? null : x(value)),
    startAt,
  };
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
 * The names of the lines that are told, beside their ends.
 * @param {Group} group
 * @param {readonly Series[]} series
 * @param {(value: number) => number} y
 */
function drawNames(group, series, y) {
  const told = series
    .filter(({ role }) => role !== "other")
    .map((each) => ({ ...each, at: y(each.values[each.values.length - 1]) }));
  group
    .selectAll("text")
    .data(spaced(told, GAP))
    .join("text")
    .attr("class", ({ role }) => (role === "own" ? "line-name" : "line-name rival-name"))
    .attr("dy", "0.34em")
    .attr("x", WIDTH - MARGIN.right + 6)
    .attr("y", ({ at }) => at)
    .text(({ name }) => name.slice(0, LONGEST_NAME));
}

/**
 * Above the lines, the name of the one on top and where another takes its place.
 * @param {Group} group
 * @param {readonly Series[]} series
 * @param {readonly number[]} x of each step
 */
function drawRuns(group, series, x) {
  const runs = runsOnTop(series.map(({ values }) => values));
  group
    .selectAll("text")
    .data(runs.filter(({ from, to }) => x[to] - x[from] >= ROOM))
    .join("text")
    .attr("class", ({ winner }) => (series[winner].role === "own" ? "run run-own" : "run"))
    .attr("x", ({ from, to }) => (x[from] + x[to]) / 2)
    .attr("y", MARGIN.top - 10)
    .text(({ winner }) => series[winner].name.slice(0, LONGEST_NAME));
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
