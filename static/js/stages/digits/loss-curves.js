/** What a length costs: one curve for the true label, one for all others, and where each class is. */

import { axisBottom, axisLeft, line, scaleLinear } from "d3";
import { createSizedSvg } from "../../widgets/charts/sized-svg.js";
import { element } from "../../widgets/dom.js";
import { ABSENT, marginTerms, PRESENT } from "../../network/margin-loss.js";

const MARGIN = { top: 18, right: 12, bottom: 34, left: 40 };
const STEPS = 50;
/** The most that a term can be. */
const MOST = PRESENT ** 2;

/** @param {string[]} names of the classes */
export function createLossCurves(names) {
  const root = element("div", { class: "chart loss-curves" });
  const { svg } = createSizedSvg(root, { height: 200, draw });
  svg.attr(
    "aria-label",
    `Loss by length: the true label costs something below ${PRESENT}, every other class above ${ABSENT}`,
  );
  const bottom = svg.append("g");
  const left = svg.append("g");
  const margins = svg.append("g").selectAll("g").data([ABSENT, PRESENT]).join("g");
  margins.append("line").attr("class", "margin-line");
  margins
    .append("text")
    .attr("text-anchor", "middle")
    .text((value) => value);
  const curves = svg
    .append("g")
    .attr("fill", "none")
    .selectAll("path")
    .data([true, false])
    .join("path")
    .attr("class", (present) => (present ? "loss-present" : "loss-absent"));
  const dots = svg.append("g").selectAll("circle").data(names).join("circle").attr("r", 4);
  const across = svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  across.text("length ‖v‖");
  const up = svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  up.text("loss");
  const [x, y] = [scaleLinear([0, 1], [0, 0]), scaleLinear([0, MOST], [0, 0])];
  /** @type {{terms: import("../../network/margin-loss.js").LossTerm[], lengths: ArrayLike<number>} | null} */
  let shown = null;

  /** @param {import("../../widgets/charts/sized-svg.js").Size} size */
  function draw({ width, height }) {
    x.range([MARGIN.left, width - MARGIN.right]);
    y.range([height - MARGIN.bottom, MARGIN.top]);
    const [base] = y.range();
    bottom.attr("transform", `translate(0 ${base})`).call(axisBottom(x).ticks(5));
    left.attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(height / 50));
    margins.attr("transform", (value) => `translate(${x(value)} 0)`);
    margins.select("line").attr("y1", MARGIN.top).attr("y2", base);
    margins.select("text").attr("y", MARGIN.top - 5);
    across.attr("x", (MARGIN.left + width) / 2).attr("y", height - 4);
    up.attr("transform", `translate(11 ${base / 2}) rotate(-90)`);
    const path = line(
      /** @type {(point: [number, number]) => number} */ (([length]) => x(length)),
      ([, loss]) => y(loss),
    );
    curves.attr("d", (present) => path(curve(present)));
    place();
  }

  function place() {
    if (!shown) return;
    const { terms, lengths } = shown;
    dots
      .attr("class", (_, digit) => (terms[digit].present ? "dot-own" : "dot-other"))
      .attr("cx", (_, digit) => x(lengths[digit]))
      .attr("cy", (_, digit) => y(terms[digit].value));
  }

  return {
    root,
    /**
     * @param {import("../../network/margin-loss.js").LossTerm[]} terms
     * @param {ArrayLike<number>} lengths
     */
    show(terms, lengths) {
      shown = { terms, lengths };
      place();
    },
  };
}

/**
 * @param {boolean} present
 * @returns {[number, number][]} lengths, and what each costs
 */
function curve(present) {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const length = step / STEPS;
    return [length, marginTerms([length], present ? 0 : 1)[0].value];
  });
}
