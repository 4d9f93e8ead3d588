/** The squash curve, with one vector's length on it. */

import { axisBottom, axisLeft, line, scaleLinear } from "d3";
import { element } from "../dom.js";
import { print } from "../numbers.js";
import { SQUASHES } from "../../network/squash.js";
import { createSizedSvg } from "./sized-svg.js";

const HEIGHT = 118;
const MARGIN = { top: 8, right: 14, bottom: 36, left: 30 };
const POINTS = 80;

/** @returns {import("../../inspector/sections.js").Shown} */
export function createSquashCurve() {
  const root = element("div", { class: "chart" });
  const { svg, redraw } = createSizedSvg(root, { height: HEIGHT, draw });
  const bottom = svg.append("g");
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  const name = svg
    .append("text")
    .attr("class", "axis-name")
    .attr("text-anchor", "middle")
    .text("length before squash");
  const curve = svg.append("path").attr("class", "curve").attr("fill", "none");
  const lead = svg.append("path").attr("class", "here").attr("fill", "none");
  const dot = svg.append("circle").attr("class", "dot-own").attr("r", 4);
  /** @type {import("../../inspector/explain/explanation.js").SquashSection | null} */
  let section = null;
  let drawn = ""; // what the curve was drawn for

  /** @param {import("./sized-svg.js").Size} size */
  function draw({ width, height }) {
    if (!section) return;
    const { from, to, squash } = section;
    // The axis grows by doubling, so that the curve stands still while the dot moves on it.
    const reach = 4 * 2 ** Math.max(0, Math.ceil(Math.log2(from / 4)));
    const end = height - MARGIN.bottom;
    const x = scaleLinear([0, reach], [MARGIN.left, width - MARGIN.right]);
    const y = scaleLinear([0, 1], [end, MARGIN.top]);
    const now = `${reach} ${squash} ${width} ${height}`;
    if (now !== drawn) {
      drawn = now;
      bottom.attr("transform", `translate(0 ${end})`).call(axisBottom(x).ticks(4));
      left.call(axisLeft(y).ticks(2));
      name.attr("x", (MARGIN.left + width - MARGIN.right) / 2).attr("y", height - 4);
      const path = line(
        (/** @type {number} */ value) => x(value),
        (/** @type {number} */ value) => y(SQUASHES[squash].lengthOf(value)),
      );
      curve.attr("d", path(Array.from({ length: POINTS + 1 }, (_, i) => (i * reach) / POINTS)));
    }
    dot.attr("cx", x(from)).attr("cy", y(to));
    lead.attr("d", `M${x(from)} ${end}V${y(to)}H${MARGIN.left}`);
  }

  return {
    root,
    /** @type {(newest: import("../../inspector/explain/explanation.js").SquashSection) => void} */
    show(newest) {
      section = newest;
      redraw();
      svg.attr(
        "aria-label",
        `Squash takes the length ${print(newest.from, 3)} to ${print(newest.to, 3)}, on a curve that stays below 1`,
      );
    },
  };
}
