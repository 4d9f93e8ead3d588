/** The line below a picture or a chart that tells what is pointed at. */

import { element } from "./dom.js";

/** Space while nothing is told, so that what stands below does not move. */
const NOTHING = "\u00a0";

/** @param {Record<string, string>} [attributes] */
export function createReadout(attributes = {}) {
  const root = element("p", { class: "readout", ...attributes }, NOTHING);
  /** @type {(heard: "polite" | "off", words: string | null) => void} */
  const show = (heard, words) => {
    root.setAttribute("aria-live", heard);
    root.textContent = words || NOTHING;
  };
  return {
    root,
    /** @param {string | null} words of what is pointed at now: spoken */
    tell: (words) => show("polite", words),
    /** @param {string | null} words of the same place, where its numbers have changed: not spoken */
    refresh: (words) => show("off", words),
  };
}
