/** Conv1: every kernel beside the map that it makes of the drawing. */

import { element } from "../../widgets/dom.js";
import { weightsOf } from "../../server/weights.js";
import { greatest } from "../../network/longest.js";
import { shownUnit } from "../../state/state.js";
import { lastingProblem } from "../../state/problem.js";
import { settingsOf } from "./colours.js";
import { createLayer } from "./layer.js";
import { mapOrder } from "./map-order.js";
import { createOne } from "./one-map.js";
import { createSettings } from "./settings.js";
import { createSweep } from "./sweep.js";

export const title = "Conv1: small kernels look for strokes and edges";

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { config, image } = store.state.model;
  const { conv1_kernels: count, conv1_kernel_size: size } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  const weights = weightsOf(store.state.model);
  /** @type {import("./colours.js").View} */
  const view = { channel: 0, map: 0, row: 0, column: 0, swept: null };
  let chosen = false; // whether someone has pointed at a cell yet

  const layer = createLayer(store, view, weights);
  const one = createOne(store, view, weights);
  const sweep = createSweep(store, view, { rows, columns }, one.show);
  root.append(
    createSettings(store, view, show),
    element(
      "div",
      { class: "columns conv1-columns" },
      ...layer.roots,
      element("div", { class: "stack" }, sweep.root, one.root),
    ),
  );

  function show() {
    // Until someone points: where the map responds most.
    if (!chosen && view.swept === null) lookAtStrongest();
    layer.paint();
    one.show();
  }

  /** Follows what is selected anywhere on the page, where it is of this layer. */
  function follow() {
    const unit = shownUnit(store.state);
    const { map } = view;
    // While the kernel slides, what the pointer happens to pass is none of its business.
    const passing = sweep.playing() && store.state.pinned === null;
    if (!passing && unit?.kind === "conv1") {
      const { row, column } = unit;
      Object.assign(view, { map: unit.map, row, column });
      chosen = true;
    } else if (!passing && unit?.kind === "kernel") {
      view.map = unit.map;
      lookAtStrongest();
    }
    one.show();
    if (map !== view.map && !settingsOf(store.state).wholeLayer) layer.paint();
  }

  function lookAtStrongest() {
    const values = store.state.trace?.slice("conv1", view.map);
    if (!values) return;
    const best = greatest(values);
    Object.assign(view, { row: Math.floor(best / columns), column: best % columns });
    chosen = false;
  }

  let ended = false;
  store.onDispose(() => (ended = true));
  weights.load([["conv1", 0]]).then(
    // They may come when the stage is gone, and the trace is that of another network.
    () => ended || show(),
    (error) =>
      store.update(
        lastingProblem(store.state, `The kernels could not be loaded: ${error.message}`),
      ),
  );
  // The first look is at the map that responds most.
  if (store.state.trace) {
    view.map = mapOrder(store.state.trace.values("conv1"), count, "maximum")[0];
  }
  store.watch(["trace", "stroke"], () => {
    // Maps keep their places while the pen is down.
    if (store.state.stroke === null && store.state.trace?.isExact("conv1")) layer.sort();
  });
  store.watch(["switches"], layer.sort);
  store.watch(["trace", "dark", "switches"], show);
  store.watch(["pointed", "pinned"], follow);
}
