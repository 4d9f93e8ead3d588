/** Bars up and down from zero, to be pointed at and chosen with the pointer or with keys. */

import { scaleBand, scaleLinear } from "d3";
import { element } from "../dom.js";
import { followPlaces } from "./cursor.js";
import { createReadout } from "../readout.js";
import { CHARACTER, createAxes, createFrame } from "./frame.js";

const MARGIN = { top: 8, right: 8, bottom: 36 };

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
  const { root, svg, redraw, at } = createFrame({
    ...{ kind: "bar-chart", label, height: 210, draw },
    keys: "Left and right go from bar to bar; Enter switches.",
  });
  const axes = createAxes(svg, axis);
  const readout = createReadout();
  const zero = svg.append("line").attr("class", "zero");
  const columns = svg.append("g");
  const labels = svg.append("g").attr("text-anchor", "middle");
  /** @type {readonly Bar[]} */
  let bars = [];
  /** Place of the bar that is pointed at. @type {number | null} */
  let here = null;
  let x = scaleBand();

  const words = () => (here === null ? null : (bars[here]?.words ?? null));
  const outline = () =>
    columns.selectAll("rect").attr("data-here", (_, place) => (place === here ? "" : null));

  followPlaces(root, {
    count: () => bars.length,
    placeAt(event) {
      const place = Math.floor(((at(event)?.x ?? Number.NaN) - x.range()[0]) / x.step());
      return place >= 0 && place < bars.length ? place : null;
    },
    point(place) {
      here = place;
      outline();
      readout.tell(words());
    },
    choose: (place) => bars[place] && choose(bars[place].index),
  });

  /** @param {import("./frame.js").Size} size */
  function draw({ width, height }) {
    const bottom = height - MARGIN.bottom;
    const values = bars.map(({ value }) => value);
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const ends = low === high ? [-1e-4, 1e-4] : [low, high];
    const y = scaleLinear(ends, [bottom, MARGIN.top]).nice(4);
    const left = axes.drawUp(y, 4);
    const right = width - MARGIN.right;
    const places = bars.map((_, place) => String(place));
    x = scaleBand(places, [left, right]).paddingInner(0.25);
    axes.nameAcross((left + right) / 2, height - 4);
    zero.attr("x1", left).attr("x2", right).attr("y1", y(0)).attr("y2", y(0));
    drawBars(y);
    drawNames(bottom + 14);
    outline();
  }

  /** @param {(value: number) => number} y */
  function drawBars(y) {
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
  }

  /** As many names as have room: every bar's, or every second one's. @param {number} y */
  function drawNames(y) {
    const longest = Math.max(0, ...bars.map(({ name }) => name.length));
    const every = Math.max(1, Math.ceil((CHARACTER * longest + 3) / x.step()));
    labels
      .selectAll("text")
      .data(bars)
      .join("text")
      .attr("x", (_, place) => (x(String(place)) ?? 0) + x.bandwidth() / 2)
      .attr("y", y)
      .text(({ name }, place) => (place % every === 0 ? name : ""));
  }

  return {
    root: element("div", { class: "chart-room" }, root, readout.root),
    /** @param {readonly Bar[]} newest */
    show(newest) {
      bars = newest;
      svg.attr("aria-label", `${label}: ${bars.map((bar) => bar.words).join("; ")}`);
      redraw();
      if (here !== null) readout.refresh(words());
    },
  };
}
