/** What the colours of a picture mean: a scale with its ends in numbers, and whose range it is. */

import { element, signed } from "./dom.js";
import { putPixels } from "../graphics/raster.js";

/** Digits of a number, from its first that is not zero. */
const DIGITS = 3;
/** What is smaller than this many decimals is told as 0. */
const MOST_DECIMALS = 8;

/**
 * Decimals with which a number shows three digits, however small it is.
 * @param {number} value
 */
export function decimalsFor(value) {
  if (value === 0) return 0;
  const decimals = DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)));
  return Math.min(MOST_DECIMALS, Math.max(0, decimals));
}

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
      { class: "legend", id },
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
