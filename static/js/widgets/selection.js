/** What stages do with the unit that is pointed at: tell it in words, and pin it. */

import { element } from "./dom.js";
import { sameUnit } from "../network/units.js";

/**
 * A line that tells what is pointed at. It is heard when the cursor moves, not with every answer
 * while the pen does.
 * @param {() => string} words nothing while nothing is pointed at
 */
export function createReadout(words) {
  const root = element("p", { class: "readout" }, "\u00a0");
  /** @type {(heard: "polite" | "off") => () => void} */
  const tell = (heard) => () => {
    root.setAttribute("aria-live", heard);
    root.textContent = words() || "\u00a0";
  };
  return { root, moved: tell("polite"), repainted: tell("off") };
}

/**
 * Pins a unit; lets go of one that is pinned already.
 * @param {Pick<import("../state/store.js").Store, "state" | "update">} store
 * @param {import("../network/units.js").Unit} unit
 */
export function togglePin(store, unit) {
  store.update({ pinned: sameUnit(unit, store.state.pinned) ? null : unit });
}
