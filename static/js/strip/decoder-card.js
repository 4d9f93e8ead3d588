/** Decoder: what it draws from the capsule of each class. */

import { tileLayout } from "../graphics/raster.js";
import { watchTrace } from "../state/state.js";
import { mountCard } from "./card.js";
import { createTiles } from "../widgets/tiles.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const place = document.createElement("div");
  const card = mountCard(root, store, {
    ...{ stage: "reconstruction", title: "Decoder", picture: place },
    unitAt: (event) => picture.unitAt(event),
  });
  /** @type {ReturnType<typeof createTiles>} */
  let picture;

  store.watch(["model"], () => {
    const { image, config } = store.state.model;
    card.describe("What the decoder draws from each digit capsule");
    picture = createTiles({
      label: "What the decoder draws from each digit capsule",
      layout: tileLayout({
        count: config.classes,
        rows: image.height,
        columns: image.width,
        across: Math.ceil(config.classes / 2),
        gap: 1,
      }),
      units: {
        store,
        unit: ({ index, row, column }) => ({ kind: "decoded", digit: index, row, column }),
      },
    });
    picture.canvas.classList.add("paper");
    place.replaceChildren(picture.root);
  });
  watchTrace(store, ["trace"], (trace) => picture.paintImage(trace.values("reconstructions")));
}
