/** The spread of the couplings' entropy at each iteration: a box, its mean, and the least. */

import { axisBottom, axisLeft, scaleLinear, select } from "d3";
import { nameAxes } from "./axis-names.js";

const WIDTH = 320;
const HEIGHT = 150;
const MARGIN = { top: 12, right: 12, bottom: 36, left: 44 };

/**
 * @param {HTMLElement} frame
 * @param {{most: number, label: string}} of the most that the entropy can be
 */
export function createEntropyBoxes(frame, { most, label }) {
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img")
    .attr("aria-label", label);
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  const size = { width: WIDTH, height: HEIGHT, margin: MARGIN };
  nameAxes(svg, size, { across: "iteration", up: "bits" });
  const here = svg
    .append("line")
    .attr("class", "here")
    .attr("y1", MARGIN.top)
    .attr("y2", HEIGHT - MARGIN.bottom);
  const boxes = svg.append("g");

  return {
    /**
     * @param {import("../../network/coupling-entropy.js").Spread[]} spreads of each iteration
     * @param {{iteration: number, fromZero: boolean}} how the iteration shown, and whether the axis
     *   begins at 0
     */
    show(spreads, { iteration, fromZero }) {
      const least = Math.min(...spreads.map((spread) => spread.least));
      // Close up, the axis begins at a tenth of a bit below the least.
      const low = fromZero ? 0 : Math.min(most - 0.1, Math.floor(10 * least) / 10);
      const y = scaleLinear([low, most], [HEIGHT - MARGIN.bottom, MARGIN.top]);
      const x = scaleLinear([0.5, spreads.length + 0.5], [MARGIN.left, WIDTH - MARGIN.right]);
      const ticks = Array.from({ length: 5 }, (_, index) => low + ((most - low) * index) / 4);
      left.call(
        axisLeft(y)
          .tickValues(ticks)
          .tickFormat((value) => Number(value).toFixed(2)),
      );
      bottom.call(
        axisBottom(x)
          .tickValues(spreads.map((_, index) => index + 1))
          .tickFormat((value) => String(value)),
      );
      here.attr("x1", x(iteration + 1)).attr("x2", x(iteration + 1));
      boxes
        .selectAll("g")
        .data(spreads)
        .join((enter) => {
          const group = enter.append("g");
          group.append("path").attr("class", "whisker").attr("fill", "none");
          group.append("rect").attr("class", "quartiles");
          group.append("circle").attr("class", "dot-own").attr("r", 3);
          return group;
        })
        .each(function place(spread, index) {
          const group = select(this);
          const middle = x(index + 1);
          group.select("path").attr("d", `M${middle} ${y(spread.upper)}V${y(spread.least)}m-4 0h8`);
          group
            .select("rect")
            .attr("x", middle - 7)
            .attr("width", 14)
            .attr("y", y(spread.upper))
            .attr("height", Math.max(1, y(spread.lower) - y(spread.upper)));
          group.select("circle").attr("cx", middle).attr("cy", y(spread.mean));
        });
    },
  };
}
