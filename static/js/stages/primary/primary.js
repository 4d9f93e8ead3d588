/** Primary capsules: how long each is, what one type holds and responds to, one capsule's numbers. */

import { element } from "../../widgets/dom.js";
import { primaryGrid } from "../../network/receptive-fields.js";
import { greatest } from "../../network/longest.js";
import { placeOf } from "../../network/votes.js";
import { shownUnit, switched } from "../../state/state.js";
import { capsuleLengths } from "../../server/trace.js";
import { mountCapsule } from "./one-capsule.js";
import { mountPatches } from "./patches.js";
import { mountType } from "./one-type.js";
import { mountTypes } from "./types.js";

export const title = "Primary capsules: small vectors instead of single numbers";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { model } = store.state;
  const grid = primaryGrid(model.config);
  const middle = { row: Math.floor(grid.rows / 2), column: Math.floor(grid.columns / 2) };
  let shown = { type: 0, ...middle };
  let chosen = false; // until someone points, the longest is shown

  const types = mountTypes(store);
  const type = mountType(store);
  const patches = mountPatches(store);
  const capsule = mountCapsule(store);
  root.append(
    element(
      "div",
      { class: "columns primary-columns" },
      types.root,
      element("div", { class: "stack primary-type" }, type.root, patches.root),
      capsule.root,
    ),
  );

  function show() {
    const { trace } = store.state;
    if (!trace) return;
    if (!chosen) {
      const longest = greatest(capsuleLengths(trace, "primary_raw"));
      shown = { ...shown, ...placeOf(model.config, longest) };
    }
    const side = switched(store.state, "squash") === "after" ? "primary" : "primary_raw";
    types.show({ ...shown, side });
    type.show({ ...shown, side });
    patches.show(shown.type);
    capsule.show(shown);
  }

  // What was pointed at last stays shown: there is always a type, and a capsule of it.
  store.watch(["pointed", "pinned"], () => {
    const unit = shownUnit(store.state);
    if (!unit || !("type" in unit)) return;
    const place = "row" in unit ? { row: unit.row, column: unit.column } : {};
    shown = { ...shown, type: unit.type, ...place };
    chosen = true;
    show();
  });
  store.watch(["trace", "dark", "switches"], show);
}
