/** The squash curve, with one vector's length on it. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { element } from "../dom.js";
import { print } from "../numbers.js";
import { SQUASHES } from "../../network/squash.js";

const WIDTH = 272;
const HEIGHT = 118;
const MARGIN = { top: 8, right: 12, bottom: 34, left: 28 };
const POINTS = 80;

/** @returns {import("../../inspector/sections.js").Shown} */
export function createSquashCurve() {
  const root = element("div", { class: "chart" });
  const svg = select(root)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img");
  const y = scaleLinear([0, 1], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(2));
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", HEIGHT - 2)
    .attr("text-anchor", "middle")
    .text("length before squash");
  const curve = svg.append("path").attr("class", "curve").attr("fill", "none");
  const lead = svg.append("path").attr("class", "here").attr("fill", "none");
  const dot = svg.append("circle").attr("class", "dot-own").attr("r", 4);
  let reach = 0;
  let drawn = ""; // name of the squash

  return {
    root,
    /** @type {(section: import("../../inspector/explain/explanation.js").SquashSection) => void} */
    show({ from, to, squash }) {
      // The axis grows by doubling, so that the curve stands still while the dot moves on it.
      const wanted = 4 * 2 ** Math.max(0, Math.ceil(Math.log2(from / 4)));
      const x = scaleLinear([0, wanted], [MARGIN.left, WIDTH - MARGIN.right]);
      if (wanted !== reach || squash !== drawn) {
        [reach, drawn] = [wanted, squash];
        bottom.call(axisBottom(x).ticks(5));
        const draw = line(
          (/** @type {number} */ value) => x(value),
          (/** @type {number} */ value) => y(SQUASHES[squash].lengthOf(value)),
        );
        curve.attr("d", draw(Array.from({ length: POINTS + 1 }, (_, i) => (i * reach) / POINTS)));
      }
      dot.attr("cx", x(from)).attr("cy", y(to));
      lead.attr("d", `M${x(from)} ${HEIGHT - MARGIN.bottom}V${y(to)}H${MARGIN.left}`);
      svg.attr(
        "aria-label",
        `Squash takes the length ${print(from, 3)} to ${print(to, 3)}, on a curve that stays below 1`,
      );
    },
  };
}
