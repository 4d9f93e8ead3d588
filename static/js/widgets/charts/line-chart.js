/** Lines over the steps of a sweep, and which of them is on top at each step. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { element } from "../dom.js";
import { followSteps } from "./step-cursor.js";

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
  const frame = element("div", {
    ...{ class: "chart line-chart", tabindex: 0, role: "application" },
    "aria-label": `${label}. Left and right go from step to step; Enter ${enter}.`,
  });
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${height}`)
    .attr("role", "img")
    .attr("aria-label", label);
  const bottom = height - MARGIN.bottom;
  const y = scaleLinear([0, 1], [bottom, MARGIN.top]);
  svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(5));
  const across = svg.append("g").attr("transform", `translate(0 ${bottom})`);
  const axisName = () =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  const acrossName = axisName()
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", height - 4);
  axisName()
    .attr("transform", `translate(10 ${(MARGIN.top + bottom) / 2}) rotate(-90)`)
    .text(up);
  const runs = svg.append("g").attr("text-anchor", "middle");
  const upright = (/** @type {string} */ name) =>
    svg.append("line").attr("class", name).attr("y1", MARGIN.top).attr("y2", bottom);
  const moment = upright("moment");
  const cursor = upright("here");
  const paths = svg.append("g").attr("fill", "none");
  const names = svg.append("g");
  let x = scaleLinear([0, 1], [MARGIN.left, WIDTH - MARGIN.right]);
  /** @type {readonly number[]} */
  let steps = [];

  /** @param {MouseEvent} event */
  function stepAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!matrix || steps.length === 0) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const away = steps.map((value) => Math.abs(x(value) - at.x));
    return away.indexOf(Math.min(...away));
  }

  const keys = followSteps(frame, { count: () => steps.length, stepAt, point, choose });

  /**
   * @param {typeof cursor} upright
   * @param {number | null} value
   */
  function place(upright, value) {
    upright.attr("display", value === null ? "none" : null);
    if (value !== null) upright.attr("x1", x(value)).attr("x2", x(value));
  }

  /** @param {readonly Series[]} series */
  function showRuns(series) {
    const onTop = steps.map((_, step) =>
      series.reduce(
        (best, { values }, index) => (values[step] > series[best].values[step] ? index : best),
        0,
      ),
    );
    /** @type {{winner: number, from: number, to: number}[]} */
    const found = [];
    onTop.forEach((winner, step) => {
      const run = found.at(-1);
      if (run?.winner === winner) run.to = step;
      else found.push({ winner, from: step, to: step });
    });
    runs
      .selectAll("text")
      .data(found.filter(({ from, to }) => x(steps[to]) - x(steps[from]) >= ROOM))
      .join("text")
      .attr("class", ({ winner }) => (series[winner].role === "own" ? "run run-own" : "run"))
      .attr("x", ({ from, to }) => (x(steps[from]) + x(steps[to])) / 2)
      .attr("y", MARGIN.top - 10)
      .text(({ winner }) => series[winner].name.slice(0, LONGEST_NAME));
    runs
      .selectAll("line")
      .data(found.slice(1))
      .join("line")
      .attr("class", "run-end")
      .attr("x1", ({ from }) => (x(steps[from]) + x(steps[from - 1])) / 2)
      .attr("x2", ({ from }) => (x(steps[from]) + x(steps[from - 1])) / 2)
      .attr("y1", MARGIN.top - 20)
      .attr("y2", MARGIN.top - 4);
  }

  place(moment, null);
  place(cursor, null);
  return {
    root: element("div", { class: "scroll" }, frame),
    /** @param {Lines} lines */
    show({ values, series, axis, label: words }) {
      steps = values;
      x = scaleLinear(
        [values[0], values[values.length - 1]],
        [MARGIN.left + 4, WIDTH - MARGIN.right],
      );
      across.call(axisBottom(x).ticks(7));
      acrossName.text(axis);
      const draw = line(
        /** @type {(value: number, step: number) => number} */ ((_, step) => x(values[step])),
        (value) => y(value),
      );
      paths
        .selectAll("path")
        .data(series)
        .join("path")
        .attr("class", ({ role }) => `line-${role}`)
        .attr("data-line", ({ name }) => name)
        .attr("d", ({ values: own }) => draw(own));
      const told = series
        .filter(({ role }) => role !== "other")
        .map((each) => ({ ...each, at: y(each.values[values.length - 1]) }))
        .sort((one, other) => one.at - other.at);
      let free = 0;
      for (const each of told) {
        each.at = Math.max(each.at, free);
        free = each.at + GAP;
      }
      names
        .selectAll("text")
        .data(told)
        .join("text")
        .attr("class", ({ role }) => (role === "own" ? "line-name" : "line-name rival-name"))
        .attr("dy", "0.34em")
        .attr("x", WIDTH - MARGIN.right + 6)
        .attr("y", ({ at }) => at)
        .text(({ name }) => name.slice(0, LONGEST_NAME));
      showRuns(series);
      svg.attr("aria-label", words);
    },
    /** @param {number | null} step that is pointed at */
    point(step) {
      place(cursor, step === null ? null : (steps[step] ?? null));
    },
    /** @param {number | null} value of the pose that the drawing is in */
    mark(value) {
      place(moment, value);
    },
    startAt: keys.startAt,
  };
}
