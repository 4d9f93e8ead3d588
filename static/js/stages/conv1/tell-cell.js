/** What a cell of a feature map holds, in words. */

import { signed } from "../../widgets/numbers.js";

/**
 * A cell of a map in words: before ReLU, and after it.
 * @param {import("../../state/store.js").Scope} store
 * @param {number} map
 * @param {number} row
 * @param {number} column
 */
export function tellCell(store, map, row, column) {
  const { trace } = store.state;
  if (!trace) return "";
  const before = trace.at("conv1", map, row, column);
  const about = trace.isExact("conv1") ? "" : "≈ ";
  return `map ${map}, row ${row}, column ${column}: ${about}${signed(before, 3)} → ReLU → ${Math.max(0, before).toFixed(3)}`;
}
