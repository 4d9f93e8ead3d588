/**
 * Primary capsules: the length of each, one small picture a type. Before squash, after which nearly
 * all are about as long: the picture would tell nothing while the pen moves.
 */

import { lookup, sequential } from "../graphics/color.js";
import { tileLayout } from "../graphics/raster.js";
import { capsuleLengths } from "../server/trace.js";
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
    ...{ stage: "primary", title: "Primary capsules", picture: place },
    unitAt: (event) => picture?.unitAt(event) ?? null,
  });
  const palette = lookup(sequential);
  /** @type {ReturnType<typeof createTiles> | null} */
  let picture = null;

  store.watch(["model"], () => void (picture = null));
  watchTrace(store, ["trace"], (trace) => {
    const [count, rows, columns, dimensions] = trace.shape("primary_raw");
    if (!picture) {
      card.describe(`${count} types of ${rows}×${columns}, ${dimensions}-D · length before squash`);
      picture = createTiles({
        label: `Lengths of ${count} types of primary capsules, before squash`,
        layout: tileLayout({
          count,
          rows,
          columns,
          across: Math.ceil(Math.sqrt(2 * count)),
          gap: 1,
        }),
        units: {
          store,
          part: "primary",
          unit: ({ index, row, column }) => ({ kind: "capsule", type: index, row, column }),
        },
      });
      place.replaceChildren(picture.root);
    }
    const lengths = capsuleLengths(trace, "primary_raw");
    const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
    picture.paint(lengths, { palette, domain: [0, longest] });
  });
}
