/** What the two axes of a chart are called. */

/**
 * @param {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} svg
 * @param {{width: number, height: number, margin: {top: number, right: number, bottom: number, left: number}}} size
 * @param {{across: string, up: string, left?: number}} names `left`: where the upright name stands
 */
export function nameAxes(svg, { width, height, margin }, { across, up, left = 9 }) {
  const name = (/** @type {string} */ text) =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle").text(text);
  name(across)
    .attr("x", (margin.left + width - margin.right) / 2)
    .attr("y", height - 4);
  const middle = (margin.top + height - margin.bottom) / 2;
  name(up).attr("transform", `translate(${left} ${middle}) rotate(-90)`);
}
