/** The dimensions of the capsule that is shown: each at eleven values, and one that swings. */

import { shownDigit, watchTrace } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { createDimensionGrid } from "./dimension-grid.js";
import { createReachChoice, followDimensions } from "./dimension-pictures.js";
import { mountSwing } from "./swing.js";

/** @type {import("../../page/stage-host.js").Mount} */
export function mountDimensions(root, store, _, tools) {
  const grid = createDimensionGrid(store);
  const error = element("span", { class: "quiet number push", "data-squared-error": "" });
  root.append(grid.root);
  tools.append(createReachChoice(store), ...mountSwing(store), error);

  followDimensions(store, (moved) => {
    grid.show(moved);
    root.dataset.grid = String(moved.offsets[0]);
  });
  watchTrace(store, ["trace", "digit", "held", "heldPicture"], (trace, state) => {
    const { held, heldPicture } = state;
    const digit = held?.digit ?? shownDigit(state);
    const shown = held && heldPicture ? heldPicture : trace.slice("reconstructions", digit);
    const input = trace.values("image");
    const squared = shown.reduce((sum, value, index) => sum + (value - input[index]) ** 2, 0);
    error.textContent = `squared error ${squared.toFixed(2)}`;
  });
}
