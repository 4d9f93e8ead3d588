/**
 * Which primary capsule is looked at: what was selected last, at first the one with the most support
 * for the class looked at.
 */

import { greatest } from "../../network/longest.js";
import { placeOf, supportFor } from "../../network/votes.js";
import { shownDigit, shownUnit } from "../../state/state.js";

/** @param {import("../../state/store.js").Scope} store */
export function createLook(store) {
  /** @type {import("../../network/votes.js").Place} */
  let shown = { type: 0, row: 0, column: 0 };
  let chosen = false; // whether someone has pointed at a capsule or a type

  return {
    capsule: () => shown,
    /**
     * Shows what is looked at, now and whenever that changes.
     * @param {() => void} show
     */
    follow(show) {
      store.watch(["trace", "digit", "dark", "switches"], () => {
        const { trace, model } = store.state;
        if (!trace) return;
        if (!chosen) {
          const support = supportFor(trace, trace.iterations - 1, shownDigit(store.state));
          shown = placeOf(model.config, greatest(support));
        }
        show();
      });
      // What was pointed at last stays shown.
      store.watch(["pointed", "pinned"], () => {
        const unit = shownUnit(store.state);
        if (!unit || !("type" in unit)) return;
        const place = "row" in unit ? { row: unit.row, column: unit.column } : {};
        shown = { ...shown, type: unit.type, ...place };
        chosen = true;
        show();
      });
    },
  };
}

/** @typedef {ReturnType<typeof createLook>} Look */
