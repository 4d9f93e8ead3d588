/** Holding fast the unit that is pointed at. */

import { sameUnit } from "../network/units.js";

/**
 * Pins a unit; lets go of one that is pinned already.
 * @param {Pick<import("../state/store.js").Store, "state" | "update">} store
 * @param {import("../network/units.js").Unit} unit
 */
export function togglePin(store, unit) {
  store.update({ pinned: sameUnit(unit, store.state.pinned) ? null : unit });
}
