/** Bars up and down from zero, to be pointed at and chosen with the pointer or with keys. */

import { scaleBand, scaleLinear } from "d3";
import { element } from "../dom.js";
import { followPlaces } from "./cursor.js";
import { createReadout } from "../readout.js";
import { createAxes, createFrame } from "./frame.js";

const WIDTH = 640;
const HEIGHT = 210;
const AREA = { top: 10, right: WIDTH - 8, bottom: HEIGHT - 32, left: 58 };

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
  const { frame, svg, root, at } = createFrame({
    ...{ kind: "bar-chart", label, width: WIDTH, height: HEIGHT },
    keys: "Left and right go from bar to bar; Enter switches.",
  });
  const axes = createAxes(svg, { ...AREA, ...axis, height: HEIGHT });
  const readout = createReadout();
  const zero = svg.append("line").attr("class", "zero");
  zero.attr("x1", AREA.left).attr("x2", AREA.right);
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

  followPlaces(frame, {
    count: () => bars.length,
    placeAt(event) {
      const place = Math.floor(((at(event)?.x ?? Number.NaN) - AREA.left) / x.step());
      return place >= 0 && place < bars.length ? place : null;
    },
    point(place) {
      here = place;
      outline();
      readout.tell(words());
    },
    choose: (place) => bars[place] && choose(bars[place].index),
  });

  /** @param {(value: number) => number} y */
  function draw(y) {
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
      .attr("y", AREA.bottom + 13)
      .text(({ name }) => name);
  }

  return {
    root: element("div", { class: "stack" }, root, readout.root),
    /** @param {readonly Bar[]} newest */
    show(newest) {
      bars = newest;
      const values = bars.map(({ value }) => value);
      const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
      const ends = low === high ? [-1e-4, 1e-4] : [low, high];
      const y = scaleLinear(ends, [AREA.bottom, AREA.top]).nice(4);
      const places = bars.map((_, place) => String(place));
      x = scaleBand(places, [AREA.left, AREA.right]).paddingInner(0.25);
      axes.drawUp(y, 4);
      draw(y);
      svg.attr("aria-label", `${label}: ${bars.map((bar) => bar.words).join("; ")}`);
      outline();
      if (here !== null) readout.refresh(words());
    },
  };
}
