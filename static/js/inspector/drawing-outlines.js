/** Outlines on the pad: the parts of the person's own drawing that a selected unit is linked to. */

import { SENT } from "../drawing/ink-picture.js";
import { createOutlines } from "../widgets/outlines.js";
import { tileLayout } from "../graphics/raster.js";

/**
 * @param {HTMLElement} frame around the canvas that a person draws on
 * @param {import("../state/store.js").Store | import("../state/store.js").Scope} store
 */
export function mount(frame, store) {
  const side = { rows: SENT, columns: SENT };
  const outlines = createOutlines(tileLayout({ count: 1, ...side, across: 1, gap: 0 }));
  frame.append(outlines.root);

  store.watch(["linked", "trace", "input"], () => {
    const { linked, trace, input, model } = store.state;
    const { height, width } = model.image;
    // Other inputs than strokes are shown as the network receives them, over the whole pad.
    const drawn = input.kind === "strokes";
    const down = drawn ? trace?.placement?.scale : SENT / height;
    const right = drawn ? trace?.placement?.scale : SENT / width;
    if (!linked || !down || !right) {
      outlines.show([]);
      return;
    }
    const { left, top } = (drawn && trace?.placement) || { left: 0, top: 0 };
    outlines.show(
      linked.boxes.image.map((box) => ({
        row: top + box.row * down,
        column: left + box.column * right,
        height: box.height * down,
        width: box.width * right,
        role: box.role,
      })),
    );
  });
}
