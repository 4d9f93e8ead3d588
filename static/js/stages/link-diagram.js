/** Links from capsule types to classes, as wide as the support they carry. */

import { linkHorizontal, select } from "d3";
import { element } from "../dom.js";
import { shownDigit } from "../store.js";

const WIDTH = 460;
const LEFT = 34;
const RIGHT = 374;
const TOP = 12;
const ROW = 13;
/** Width of the strongest link. */
const WIDEST = 7;
/** Links of other classes are drawn thinner: they are there to compare, not to drown the chosen. */
const FAINT = 0.35;

/**
 * @param {import("../store.js").Scope} store
 * @param {{choose: (digit: number) => void}} actions
 */
export function mountLinks(store, { choose }) {
  const { class_names: names, config } = store.state.model;
  const types = config.primary_types;
  const height = TOP * 2 + ROW * (types - 1);
  const typeY = (/** @type {number} */ type) => TOP + ROW * type;
  const digitY = (/** @type {number} */ digit) =>
    TOP + ((height - 2 * TOP) * (digit + 0.5)) / names.length;
  const line = linkHorizontal();

  const root = element("div", { class: "diagram" });
  const svg = select(root)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${height}`)
    .attr("role", "group")
    .attr("aria-label", "Links from capsule types to classes");
  const paths = svg.append("g").attr("fill", "none").attr("stroke-linecap", "round");
  svg
    .append("g")
    .attr("class", "type-names")
    .selectAll("text")
    .data(Array.from({ length: types }, (_, type) => type))
    .join("text")
    .attr("x", LEFT - 8)
    .attr("y", typeY)
    .attr("dy", "0.34em")
    .attr("text-anchor", "end")
    .text(String);
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("transform", `translate(9 ${height / 2}) rotate(-90)`)
    .attr("text-anchor", "middle")
    .text("capsule type");

  const nodes = svg
    .append("g")
    .selectAll("g")
    .data(names)
    .join("g")
    .attr("class", "class-node")
    .attr("transform", (_, digit) => `translate(${RIGHT + 14} ${digitY(digit)})`)
    .attr("tabindex", 0)
    .attr("role", "button")
    .on("click", (_, name) => choose(names.indexOf(name)))
    .on("keydown", (/** @type {KeyboardEvent} */ event, name) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(names.indexOf(name));
    });
  nodes.append("circle").attr("r", 14);
  nodes
    .append("text")
    .attr("class", "class-name")
    .attr("text-anchor", "middle")
    .attr("dy", "0.35em")
    .text((name) => name.slice(0, 3));
  // Beside the nodes, not in them: each node's name tells its length, after what it shows.
  const lengths = svg
    .append("g")
    .attr("aria-hidden", "true")
    .selectAll("text")
    .data(names)
    .join("text")
    .attr("class", "class-length number")
    .attr("x", RIGHT + 36)
    .attr("y", (_, digit) => digitY(digit))
    .attr("dy", "0.35em");

  return {
    root,
    /**
     * @param {import("../links.js").Link[]} links strongest first
     * @param {import("../trace.js").Trace} trace
     * @param {number} iteration
     */
    show(links, trace, iteration) {
      const digit = shownDigit(store.state);
      const strongest = Math.abs(links[0]?.support ?? 1);
      paths
        .selectAll("path")
        .data(links.toReversed())
        .join("path")
        .attr("class", (link) =>
          link.digit !== digit ? "link-other" : link.support < 0 ? "link-against" : "link-own",
        )
        .attr("stroke-width", (link) => {
          const width = (WIDEST * Math.abs(link.support)) / strongest;
          return Math.max(0.6, link.digit === digit ? width : FAINT * width);
        })
        .attr("d", (link) =>
          line({ source: [LEFT, typeY(link.type)], target: [RIGHT, digitY(link.digit)] }),
        );
      nodes
        .attr("data-chosen", (_, index) => (index === digit && !trace.isBlank ? "" : null))
        .attr("aria-pressed", (_, index) => String(index === store.state.digit))
        .attr(
          "aria-label",
          (name, index) => `${name}, length ${lengthAt(trace, iteration, index).toFixed(3)}`,
        );
      lengths.text((_, index) => lengthAt(trace, iteration, index).toFixed(3));
    },
  };
}

/**
 * Length of a class's capsule after an iteration.
 * @param {import("../trace.js").Trace} trace
 * @param {number} iteration
 * @param {number} digit
 */
function lengthAt(trace, iteration, digit) {
  return Math.hypot(...trace.slice("digits", iteration, digit));
}
