/** The sources at the links' left, by their names: one tab stop. */

import { labelOfSource } from "./sources.js";

/** Room that a name needs, from one to the next. */
const NAME_HEIGHT = 12;

/** @param {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} svg */
export function createSourceNames(svg) {
  const stop = svg
    .append("g")
    .attr("class", "type-names")
    .attr("tabindex", 0)
    .attr("role", "application");
  const axisName = svg.append("text").attr("class", "axis-name").attr("y", 13);

  return {
    stop: /** @type {SVGGElement} */ (stop.node()),
    /**
     * @param {import("./sources.js").LinkSources} sources
     * @param {import("./layout.js").LinkLayout} layout
     */
    lay(sources, { left, sourceY }) {
      const { kind, type, count } = sources;
      const words = {
        type: "capsule type",
        position: "row, column of the position",
        capsule: `row, column of type ${type}'s capsules`,
      }[kind];
      axisName.text(words);
      stop.attr("aria-label", `The ${words}. Arrow keys move, Enter pins.`);
      // Where names would overlap, only some are written.
      const apart = count > 1 ? sourceY(1) - sourceY(0) : NAME_HEIGHT;
      const step = Math.max(1, Math.ceil(NAME_HEIGHT / apart));
      stop
        .selectAll("text")
        .data(Array.from({ length: count }, (_, source) => source))
        .join("text")
        .attr("x", left - 6)
        .attr("y", sourceY)
        .attr("dy", "0.34em")
        .attr("text-anchor", "end")
        .text((source) => (source % step === 0 ? labelOfSource(sources, source) : ""));
    },
    /** @param {number | null} source the one that is selected */
    showLinked(source) {
      stop.selectAll("text").attr("data-linked", (_, index) => (index === source ? "" : null));
    },
  };
}
