/** Conv1: all feature maps after ReLU, live. */

import { byteDomain, domain, lookup, sequential } from "../graphics/color.js";
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
    ...{ stage: "conv1", title: "Conv1", picture: place },
    unitAt: (event) => picture.unitAt(event),
  });
  const palette = lookup(sequential);
  /** @type {ReturnType<typeof createTiles>} */
  let picture;

  store.watch(["model"], () => {
    const {
      conv1_kernels: count,
      conv1_kernel_size: size,
      image_height,
      image_width,
    } = store.state.model.config;
    const [rows, columns] = [image_height - size + 1, image_width - size + 1];
    const across = Math.ceil(Math.sqrt(2 * count));
    card.describe(`${count} maps of ${rows}×${columns}`);
    picture = createTiles({
      label: `${count} feature maps after ReLU`,
      layout: tileLayout({ count, rows, columns, across, gap: 1 }),
      units: {
        store,
        part: "conv1",
        unit: ({ index, row, column }) => ({ kind: "conv1", map: index, row, column }),
      },
    });
    place.replaceChildren(picture.root);
  });
  watchTrace(store, ["trace"], (trace) => {
    const preview = trace.preview("conv1");
    if (preview) {
      // To turn a hundred thousand bytes into values first would take longer than to paint them.
      picture.paint(preview.bytes, { palette, domain: byteDomain(preview) });
    } else {
      const values = trace.values("conv1");
      picture.paint(values, { palette, domain: domain(values), rectify: true });
    }
  });
}
