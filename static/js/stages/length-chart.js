/** How the length of every class's capsule changes from iteration to iteration. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { element } from "../dom.js";
import { shownDigit, shownIteration } from "../store.js";

const WIDTH = 320;
const HEIGHT = 112;
const MARGIN = { top: 8, right: 40, bottom: 24, left: 32 };

/** @param {import("../store.js").Scope} store */
export function mountLengthChart(store) {
  const { class_names: names } = store.state.model;
  const root = element("div", { class: "chart" });
  const svg = select(root)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img");
  const y = scaleLinear([0, 1], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(3));
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  const here = svg
    .append("line")
    .attr("class", "here")
    .attr("y1", MARGIN.top)
    .attr("y2", HEIGHT - MARGIN.bottom);
  const lines = svg.append("g").attr("fill", "none");
  const dots = svg.append("g");
  const label = svg.append("text").attr("class", "line-name").attr("dy", "0.34em");

  return {
    root,
    /** @param {import("../trace.js").Trace} trace */
    show(trace) {
      const count = trace.iterations;
      const x = scaleLinear([1, Math.max(2, count)], [MARGIN.left + 8, WIDTH - MARGIN.right]);
      const digit = shownDigit(store.state);
      const lengths = names.map((_, index) =>
        Array.from({ length: count }, (_, iteration) =>
          Math.hypot(...trace.slice("digits", iteration, index)),
        ),
      );
      bottom.call(
        axisBottom(x)
          .tickValues(Array.from({ length: count }, (_, index) => index + 1))
          .tickFormat((value) => String(value)),
      );
      const draw = line(
        /** @type {(value: number, index: number) => number} */ ((_, index) => x(index + 1)),
        (value) => y(value),
      );
      // The chosen class lies on top.
      const order = names
        .map((_, index) => index)
        .sort((one, other) => Number(one === digit) - Number(other === digit));
      lines
        .selectAll("path")
        .data(order)
        .join("path")
        .attr("class", (index) => (index === digit ? "link-own" : "link-other"))
        .attr("stroke-width", (index) => (index === digit ? 2.4 : 1.2))
        .attr("d", (index) => draw(lengths[index]));
      dots
        .selectAll("circle")
        .data(lengths[digit])
        .join("circle")
        .attr("class", "dot-own")
        .attr("r", 3)
        .attr("cx", (_, index) => x(index + 1))
        .attr("cy", (value) => y(value));
      const last = lengths[digit][count - 1];
      label
        .attr("x", x(count) + 8)
        .attr("y", y(last))
        .text(names[digit].slice(0, 6));
      const shown = x(shownIteration(store.state) + 1);
      here.attr("x1", shown).attr("x2", shown);
      svg.attr(
        "aria-label",
        `Length of ${names[digit]} by iteration: ${lengths[digit].map((value) => value.toFixed(3)).join(", ")}`,
      );
    },
  };
}
