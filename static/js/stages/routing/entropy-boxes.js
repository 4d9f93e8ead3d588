/** The spread of the couplings' entropy at each iteration: a box, its mean, and the least. */

import { axisBottom, axisLeft, scaleLinear, select } from "d3";
import { createSizedSvg } from "../../widgets/charts/sized-svg.js";
import { nameAxes } from "./axis-names.js";

const HEIGHT = 220;
const MARGIN = { top: 12, right: 12, bottom: 38, left: 50 };
/** Half a box's width. */
const HALF = 9;

/**
 * @typedef {import("../../network/coupling-entropy.js").Spread} Spread
 * @typedef {{iteration: number, fromZero: boolean}} How the iteration shown, and whether the axis
 *   begins at 0
 */

/**
 * @param {HTMLElement} frame
 * @param {{most: number, label: string}} of the most that the entropy can be
 */
export function createEntropyBoxes(frame, { most, label }) {
  const { svg, redraw } = createSizedSvg(frame, { height: HEIGHT, draw });
  svg.attr("aria-label", label);
  const bottom = svg.append("g");
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  const placeNames = nameAxes(svg, { across: "iteration", up: "bits" });
  const here = svg.append("line").attr("class", "here").attr("y1", MARGIN.top);
  const boxes = svg.append("g");

  /** @type {{spreads: Spread[], how: How} | null} */
  let shown = null;

  /** @param {import("../../widgets/charts/sized-svg.js").Size} size */
  function draw(size) {
    if (!shown) return;
    const { spreads, how } = shown;
    const [right, base] = [size.width - MARGIN.right, size.height - MARGIN.bottom];
    const least = Math.min(...spreads.map((spread) => spread.least));
    // Close up, the axis begins at a tenth of a bit below the least.
    const low = how.fromZero ? 0 : Math.min(most - 0.1, Math.floor(10 * least) / 10);
    const y = scaleLinear([low, most], [base, MARGIN.top]);
    const x = scaleLinear([0.5, spreads.length + 0.5], [MARGIN.left, right]);
    const steps = base - MARGIN.top < 100 ? 2 : 4;
    const ticks = Array.from(
      { length: steps + 1 },
      (_, index) => low + ((most - low) * index) / steps,
    );
    left.call(
      axisLeft(y)
        .tickValues(ticks)
        .tickFormat((value) => Number(value).toFixed(2)),
    );
    bottom.attr("transform", `translate(0 ${base})`).call(
      axisBottom(x)
        .tickValues(spreads.map((_, index) => index + 1))
        .tickFormat((value) => String(value)),
    );
    placeNames(size, MARGIN);
    here
      .attr("x1", x(how.iteration + 1))
      .attr("x2", x(how.iteration + 1))
      .attr("y2", base);
    boxes
      .selectAll("g")
      .data(spreads)
      .join((enter) => {
        const group = enter.append("g");
        group.append("path").attr("class", "whisker").attr("fill", "none");
        group
          .append("rect")
          .attr("class", "quartiles")
          .attr("width", 2 * HALF);
        group.append("circle").attr("class", "dot-own").attr("r", 3.5);
        return group;
      })
      .each(function place(spread, index) {
        const group = select(this);
        const middle = x(index + 1);
        group.select("path").attr("d", `M${middle} ${y(spread.upper)}V${y(spread.least)}m-5 0h10`);
        group
          .select("rect")
          .attr("x", middle - HALF)
          .attr("y", y(spread.upper))
          .attr("height", Math.max(1, y(spread.lower) - y(spread.upper)));
        group.select("circle").attr("cx", middle).attr("cy", y(spread.mean));
      });
  }

  return {
    /**
     * @param {Spread[]} spreads of each iteration
     * @param {How} how
     */
    show(spreads, how) {
      shown = { spreads, how };
      redraw();
    },
  };
}
