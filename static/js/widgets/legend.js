/** What the colours of a picture mean: a scale with its ends in numbers, and whose range it is. */

import { putPixels } from "../graphics/raster.js";
import { element } from "./dom.js";
import { decimalsFor, signed } from "./numbers.js";

let made = 0;

/**
 * @param {...HTMLElement} pictures whose colours it tells: it describes them, here and where
 *   they are exported
 */
export function createLegend(...pictures) {
  const id = `legend-${++made}`;
  for (const picture of pictures) picture.setAttribute("aria-describedby", id);
  const low = element("span", { class: "number" });
  const high = element("span", { class: "number" });
  const scope = element("span", { class: "legend-scope" });
  const bar = element("canvas", { class: "legend-bar", "aria-hidden": "true" });
  /** @type {Uint32Array | null} */
  let shown = null;
  return {
    root: element(
      "div",
      { class: "legend", "data-legend": true, id },
      bar,
      element("div", { class: "legend-text" }, low, scope, high),
    ),
    /**
     * @param {Uint32Array} palette
     * @param {[number, number]} domain
     * @param {string} words the quantity and the scope of the range
     */
    show(palette, [from, to], words) {
      if (!shown?.every((colour, index) => colour === palette[index])) {
        putPixels(bar, palette, palette.length, 1);
        shown = palette;
      }
      const [least, most] = [decimalsFor(from), decimalsFor(to)];
      low.textContent = from < 0 ? signed(from, least) : from.toFixed(least);
      high.textContent = from < 0 ? signed(to, most) : to.toFixed(most);
      scope.textContent = words;
    },
  };
}
