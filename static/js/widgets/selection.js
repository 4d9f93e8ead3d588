/** Holding fast the unit that is pointed at. */

import { sameUnit } from "../network/units.js";

/**
 * Pins a unit; of one that is pinned already, opens the explanation, and then lets go.
 * @param {Pick<import("../state/store.js").Store, "state" | "update">} store
 * @param {import("../network/units.js").Unit} unit
 */
export function togglePin(store, unit) {
  const { pinned, sheet } = store.state;
  if (!sameUnit(unit, pinned)) store.update({ pinned: unit });
  else store.update(sheet ? { pinned: null, sheet: false } : { sheet: true });
}
