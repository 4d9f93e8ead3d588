/** What the two axes of a chart are called. */

/**
 * @typedef {{top: number, right: number, bottom: number, left: number}} Margin in CSS pixels
 *
 * @param {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} svg
 * @param {{across: string, up: string}} names
 */
export function nameAxes(svg, { across, up }) {
  const name = (/** @type {string} */ text) =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle").text(text);
  const [below, beside] = [name(across), name(up)];
  /**
   * Puts them to their places.
   * @param {import("../../widgets/charts/sized-svg.js").Size} size
   * @param {Margin} margin
   */
  return ({ width, height }, margin) => {
    below.attr("x", (margin.left + width - margin.right) / 2).attr("y", height - 4);
    const middle = (margin.top + height - margin.bottom) / 2;
    beside.attr("transform", `translate(11 ${middle}) rotate(-90)`);
  };
}
