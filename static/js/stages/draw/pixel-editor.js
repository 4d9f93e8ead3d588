/** The pixel editor: the network's picture, enlarged; its pixels can be set one by one. */

import { element } from "../../widgets/dom.js";
import { createInputPicture } from "../../widgets/input-picture.js";

/** @param {import("../../state/store.js").Scope} store */
export function createPixelEditor(store) {
  const { height, width, channels } = store.state.model.image;
  const size = height * width;
  const picture = createInputPicture(
    store,
    `The ${height} by ${width} pixels that the network receives; Enter turns a pixel's ink on or off`,
    ({ row, column }) => turn(row * width + column),
  );
  picture.root.classList.add("editor");

  /**
   * Turns a pixel's ink on or off.
   * @param {number} place
   */
  function turn(place) {
    const { trace, input } = store.state;
    if (!trace) return;
    // Pixels set just now may not be in the trace yet.
    const pixels =
      input.kind === "pixels"
        ? input.pixels.slice()
        : Uint8Array.from(trace.values("image"), (value) => Math.round(255 * value));
    const ink = pixels[place] > 127 ? 0 : 255;
    for (let channel = 0; channel < channels; channel++) pixels[channel * size + place] = ink;
    store.update({ input: { kind: "pixels", pixels, name: "pixels set by hand", index: null } });
  }

  const words = element("p", { class: "quiet" });
  store.watch(["trace", "input"], () => {
    const { trace, input } = store.state;
    words.textContent =
      input.kind === "strokes"
        ? "These pixels come from your drawing."
        : `These pixels come from ${input.name}. Clear, or a stroke on the pad, goes back to the pen.`;
    if (trace) picture.paintImage(trace.values("image"));
  });
  return element("div", { class: "pixel-editor" }, picture.root, words);
}
