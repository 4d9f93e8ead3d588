/** What the colours of a picture mean: a scale with its ends in numbers, and whose range it is. */

import { element, signed } from "../dom.js";
import { putPixels } from "../raster.js";

export function createLegend() {
  const low = element("span", { class: "number" });
  const high = element("span", { class: "number" });
  const scope = element("span", { class: "legend-scope" });
  const bar = element("canvas", { class: "legend-bar", "aria-hidden": "true" });
  return {
    root: element(
      "div",
      { class: "legend" },
      bar,
      element("div", { class: "legend-text" }, low, scope, high),
    ),
    /**
     * @param {Uint32Array} palette
     * @param {[number, number]} domain
     * @param {string} words the quantity and the scope of the range
     */
    show(palette, [from, to], words) {
      putPixels(bar, palette, palette.length, 1);
      low.textContent = from < 0 ? signed(from) : from.toFixed(2);
      high.textContent = from < 0 ? signed(to) : to.toFixed(2);
      scope.textContent = words;
    },
  };
}
