/** What the network receives, with the patch outlined that the chosen capsule sees. */

import { primaryPatch } from "../../network/receptive-fields.js";
import { createInputPicture } from "../../widgets/input-picture.js";
import { createInstrument } from "../../widgets/instrument.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
export function createField(store, { capsule }) {
  const { config } = store.state.model;
  const { height, width } = primaryPatch(config, 0, 0);
  const picture = createInputPicture(
    store,
    "What the network receives, with the patch that the capsule sees outlined",
  );

  /** While something is selected its own outlines are there. */
  function outline() {
    const { row, column } = capsule();
    picture.outline(store.state.linked ? [] : [primaryPatch(config, row, column)]);
  }

  store.watch(["linked"], outline);
  return {
    root: createInstrument(`It sees ${height}×${width} pixels`, picture, { name: "primary-field" }),
    show() {
      const { trace } = store.state;
      if (!trace) return;
      picture.paintImage(trace.values("image"));
      outline();
    },
  };
}
