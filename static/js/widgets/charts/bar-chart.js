/** Bars up and down from zero, to be pointed at and chosen with the pointer or with keys. */

import { axisLeft, scaleBand, scaleLinear, select } from "d3";
import { element } from "../dom.js";

const WIDTH = 640;
const HEIGHT = 210;
const MARGIN = { top: 10, right: 8, bottom: 32, left: 58 };

/**
 * @typedef {Object} Bar
 * @property {number} index what is told when it is chosen
 * @property {string} name below it
 * @property {number} value
 * @property {string} words for the line below the chart
 */

/**
 * @param {Object} options
 * @param {string} options.label
 * @param {{across: string, up: string}} options.axis names of the two axes
 * @param {(index: number) => void} options.choose told of a click or Enter
 */
export function createBarChart({ label, axis, choose }) {
  const frame = element("div", {
    ...{ class: "chart bar-chart", tabindex: 0, role: "application" },
    "aria-label": `${label}. Left and right go from bar to bar; Enter switches.`,
  });
  const readout = element("p", { class: "readout" });
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img")
    .attr("aria-label", label);
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  const zero = svg
    .append("line")
    .attr("class", "zero")
    .attr("x1", MARGIN.left)
    .attr("x2", WIDTH - MARGIN.right);
  const axisName = () =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  axisName()
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", HEIGHT - 3)
    .text(axis.across);
  axisName()
    .attr("transform", `translate(10 ${(MARGIN.top + HEIGHT - MARGIN.bottom) / 2}) rotate(-90)`)
    .text(axis.up);
  const columns = svg.append("g");
  const labels = svg.append("g").attr("text-anchor", "middle");
  /** @type {readonly Bar[]} */
  let bars = [];
  /** Place of the bar that is pointed at. @type {number | null} */
  let here = null;
  let last = 0;
  let x = scaleBand();

  /** @param {number | null} place */
  function point(place) {
    if (here === place) return;
    here = place;
    last = place ?? last;
    readout.setAttribute("aria-live", "polite");
    tell();
  }

  function tell() {
    readout.textContent = here === null ? "\u00a0" : (bars[here]?.words ?? "\u00a0");
    columns.selectAll("rect").attr("data-here", (_, place) => (place === here ? "" : null));
  }

  function act() {
    if (here !== null && bars[here]) choose(bars[here].index);
  }

  /** @param {MouseEvent} event */
  function placeAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!matrix || bars.length === 0) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const place = Math.floor((at.x - MARGIN.left) / x.step());
    return place >= 0 && place < bars.length ? place : null;
  }

  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") point(placeAt(event));
  });
  frame.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") point(null);
  });
  frame.addEventListener("click", (event) => {
    point(placeAt(event));
    act();
  });
  frame.addEventListener("focus", () => {
    if (frame.matches(":focus-visible")) point(Math.min(last, bars.length - 1));
  });
  frame.addEventListener("blur", () => point(null));
  frame.addEventListener("keydown", (event) => {
    const from = here ?? last;
    if (event.key === "Enter" || event.key === " ") act();
    else if (event.key === "ArrowRight") point(Math.min(bars.length - 1, from + 1));
    else if (event.key === "ArrowLeft") point(Math.max(0, from - 1));
    else if (event.key === "Home") point(0);
    else if (event.key === "End") point(bars.length - 1);
    else return;
    event.preventDefault();
  });
  tell();

  return {
    root: element("div", { class: "stack" }, element("div", { class: "scroll" }, frame), readout),
    /** @param {readonly Bar[]} newest */
    show(newest) {
      bars = newest;
      const values = bars.map(({ value }) => value);
      const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
      const y = scaleLinear(low === high ? [-1e-4, 1e-4] : [low, high], [
        HEIGHT - MARGIN.bottom,
        MARGIN.top,
      ]).nice(4);
      x = scaleBand(
        bars.map((_, place) => String(place)),
        [MARGIN.left, WIDTH - MARGIN.right],
      ).paddingInner(0.25);
      left.call(axisLeft(y).ticks(4));
      zero.attr("y1", y(0)).attr("y2", y(0));
      columns
        .selectAll("rect")
        .data(bars)
        .join("rect")
        .attr("data-bar", ({ index }) => index)
        .attr("class", ({ value }) => (value < 0 ? "bar-loss" : "bar-gain"))
        .attr("x", (_, place) => x(String(place)) ?? 0)
        .attr("width", x.bandwidth())
        .attr("y", ({ value }) => y(Math.max(0, value)))
        .attr("height", ({ value }) => Math.abs(y(value) - y(0)));
      labels
        .selectAll("text")
        .data(bars)
        .join("text")
        .attr("x", (_, place) => (x(String(place)) ?? 0) + x.bandwidth() / 2)
        .attr("y", HEIGHT - MARGIN.bottom + 13)
        .text(({ name }) => name);
      svg.attr("aria-label", `${label}: ${bars.map(({ words }) => words).join("; ")}`);
      if (here !== null) readout.setAttribute("aria-live", "off");
      tell();
    },
  };
}
