/** What is looked at in Conv1: what was selected last, at first where the layer responds most. */

import { greatest } from "../../network/longest.js";
import { weightsOf } from "../../server/weights.js";
import { lastingProblem } from "../../state/problem.js";
import { shownUnit } from "../../state/state.js";
import { mapOrder } from "./map-order.js";

/**
 * @typedef {Object} View
 * @property {number} channel of the input whose weights are shown
 * @property {number} map the chosen one
 * @property {number} row of the chosen cell
 * @property {number} column
 * @property {number | null} swept how many cells of the chosen map the sweep has made; null where
 *   there is no sweep
 */

/** @param {import("../../state/store.js").Scope} store */
export function createLook(store) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  const weights = weightsOf(store.state.model);
  /** @type {View} */
  const view = { channel: 0, map: 0, row: 0, column: 0, swept: null };
  // What someone has chosen stays; until then it is where the response is the strongest.
  const chosen = { map: false, cell: false };

  function lookAtStrongest() {
    const { trace, stroke } = store.state;
    if (!trace || view.swept !== null) return;
    // The map stays while the pen is down.
    if (!chosen.map && stroke === null) {
      view.map = mapOrder(trace.values("conv1"), count, "maximum")[0];
    }
    if (chosen.cell) return;
    const best = greatest(trace.slice("conv1", view.map));
    Object.assign(view, { row: Math.floor(best / columns), column: best % columns });
  }

  /** @param {number} map */
  function chooseMap(map) {
    view.map = map;
    Object.assign(chosen, { map: true, cell: false });
    lookAtStrongest();
  }

  /** What is selected anywhere on the page, where it is of this layer. */
  function heed() {
    const unit = shownUnit(store.state);
    if (unit?.kind === "conv1") {
      Object.assign(view, { map: unit.map, row: unit.row, column: unit.column });
      Object.assign(chosen, { map: true, cell: true });
    } else if (unit?.kind === "kernel") {
      chooseMap(unit.map);
    }
  }

  /**
   * Shows what is looked at, now and whenever that changes.
   * @param {() => void} show
   * @param {Object} [with_]
   * @param {() => void} [with_.all] shows the whole layer, where that has changed
   * @param {() => boolean} [with_.busy] whether what the pointer passes is no business of the stage
   */
  function follow(show, { all, busy } = {}) {
    store.watch(["trace", "dark", "switches"], () => {
      lookAtStrongest();
      all?.();
      show();
    });
    store.watch(["pointed", "pinned"], () => {
      if (!busy?.() || store.state.pinned) heed();
      show();
    });
    let ended = false;
    store.onDispose(() => (ended = true));
    weights.load([["conv1", 0]]).then(
      // They may come when the stage is gone, and the trace is that of another network.
      () => {
        if (ended) return;
        all?.();
        show();
      },
      (error) =>
        store.update(
          lastingProblem(store.state, `The kernels could not be loaded: ${error.message}`),
        ),
    );
  }

  return { view, weights, size: { count, rows, columns }, chooseMap, follow };
}

/** @typedef {ReturnType<typeof createLook>} Look */
