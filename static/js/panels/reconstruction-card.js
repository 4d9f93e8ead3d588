/** Reconstruction: what the decoder draws from one digit capsule, as it is or as it was moved. */

import { element } from "../dom.js";
import { grey, lookup } from "../color.js";
import { putPixels } from "../raster.js";
import { shownDigit } from "../store.js";
import { mountCard } from "./card.js";

/**
 * @param {HTMLElement} root
 * @param {import("../store.js").Store} store
 */
export function mount(root, store) {
  const canvas = element("canvas", {
    class: "pixels paper",
    role: "img",
    "data-picture": "reconstruction",
  });
  const card = mountCard(root, store, {
    stage: "reconstruction",
    title: "Reconstruction",
    picture: canvas,
  });
  const tag = element("p", { class: "quiet" });
  root.append(tag);

  store.watch(["trace", "model", "digit", "held", "heldPicture"], () => {
    const { trace, model, held, heldPicture } = store.state;
    if (trace?.model !== model.name) return;
    const digit = held?.digit ?? shownDigit(store.state);
    const name = model.class_names[digit];
    const moved = held !== null && heldPicture !== null;
    const values = moved ? heldPicture : trace.slice("reconstructions", digit);
    paintGrey(canvas, values, model);
    card.describe(`decoded from capsule ${name} alone`);
    tag.textContent = held ? "moved by hand" : trace.isBlank ? "from a blank drawing" : "";
    canvas.setAttribute(
      "aria-label",
      `What the decoder draws from the capsule of ${name}${held ? ", moved by hand" : ""}`,
    );
  });
}

const PALETTE = lookup(grey);

/**
 * A picture in [0, 1] as ink on paper.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array} values
 * @param {import("../store.js").Model} model
 */
export function paintGrey(canvas, values, { image }) {
  const pixels = new Uint32Array(image.height * image.width);
  for (let index = 0; index < pixels.length; index++)
    pixels[index] = PALETTE[Math.round(255 * values[index])];
  putPixels(canvas, pixels, image.width, image.height);
}
