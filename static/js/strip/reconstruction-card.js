/** Reconstruction: what the decoder draws from one digit capsule, as it is or as it was moved. */

import { element } from "../widgets/dom.js";
import { tileLayout } from "../graphics/raster.js";
import { shownDigit, watchTrace } from "../state/state.js";
import { mountCard } from "./card.js";
import { createTiles } from "../widgets/tiles.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const place = element("div", {});
  const card = mountCard(root, store, {
    stage: "reconstruction",
    title: "Reconstruction",
    picture: place,
  });
  const tag = element("p", { class: "quiet" });
  root.append(tag);
  /** @type {ReturnType<typeof createTiles>} */
  let picture;

  const digitShown = () => store.state.held?.digit ?? shownDigit(store.state);

  store.watch(["model"], () => {
    const { height: rows, width: columns } = store.state.model.image;
    picture = createTiles({
      label: "What the decoder draws",
      layout: tileLayout({ count: 1, rows, columns, across: 1, gap: 0 }),
      units: {
        store,
        part: "reconstruction",
        unit: ({ row, column }) => ({ kind: "decoded", digit: digitShown(), row, column }),
      },
    });
    picture.canvas.classList.add("paper");
    picture.canvas.dataset.picture = "reconstruction";
    place.replaceChildren(picture.root);
  });
  watchTrace(
    store,
    ["trace", "digit", "held", "heldPicture"],
    (trace, { model, held, heldPicture }) => {
      const digit = digitShown();
      const name = model.class_names[digit];
      const moved = held !== null && heldPicture !== null;
      picture.paintImage(moved ? heldPicture : trace.slice("reconstructions", digit));
      card.describe(`decoded from capsule ${name} alone`);
      tag.textContent = held ? "moved by hand" : trace.isBlank ? "from a blank drawing" : "";
      picture.relabel(
        `What the decoder draws from the capsule of ${name}${held ? ", moved by hand" : ""}`,
      );
    },
  );
}
