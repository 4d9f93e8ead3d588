/** Digit capsules: every number of every class's capsule, one class a row. */

import { diverging, domain, lookup } from "../graphics/color.js";
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
    ...{ stage: "digits", title: "Digit capsules", picture: place },
    unitAt: (event) => picture.unitAt(event),
  });
  /** @type {ReturnType<typeof createTiles>} */
  let picture;

  store.watch(["model"], () => {
    const { classes, digit_dimensions: dimensions } = store.state.model.config;
    card.describe(`${classes} capsules of ${dimensions} numbers`);
    picture = createTiles({
      label: `The ${dimensions} numbers of ${classes} digit capsules`,
      layout: tileLayout({ count: 1, rows: classes, columns: dimensions, across: 1, gap: 0 }),
      units: {
        store,
        unit: ({ row, column }) => ({ kind: "dimension", digit: row, dimension: column }),
      },
    });
    place.replaceChildren(picture.root);
  });
  watchTrace(store, ["trace", "dark"], (trace, { dark }) => {
    const values = trace.slice("digits", trace.iterations - 1);
    const palette = lookup(dark ? diverging.dark : diverging.light);
    picture.paint(values, { palette, domain: domain(values, { signed: true }) });
  });
}
