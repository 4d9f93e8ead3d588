/** Seven pictures along the track of the slider in use: what the decoder draws at each value. */

import { imagePixels, putPixels, tileLayout } from "../graphics/raster.js";
import { drawerOf } from "../server/live-capsule.js";
import { capsuleValues } from "../state/capsule-edit.js";
import { element } from "../widgets/dom.js";
import { print } from "../widgets/numbers.js";
import { handedDigit } from "./slider-row.js";

const COUNT = 7;
const GAP = 6;

/**
 * They stand over the captions of the pictures while a slider is pointed at, or has the focus of keys.
 * @param {import("../state/store.js").Store} store
 * @param {HTMLElement} captions
 * @param {import("./capsule-sliders.js").CapsuleSliders} sliders
 */
export function mountAlongTrack(store, captions, sliders) {
  const canvas = element("canvas", { "data-picture": "along-track" });
  const mark = element("span", { class: "along-mark" });
  const [low, high] = [element("span", { class: "number" }), element("span", { class: "number" })];
  const root = element(
    "div",
    { class: "along-track", "aria-hidden": "true", hidden: true },
    low,
    element("div", { class: "along-pictures" }, canvas, mark),
    high,
  );
  captions.append(root);
  let painted = ""; // what the pictures were drawn from

  function show() {
    const { pointed, model } = store.state;
    const dimension = pointed?.kind === "dimension" ? pointed.dimension : null;
    const row = dimension === null ? undefined : sliders.rows()[dimension];
    const draw = drawerOf(model);
    const values = capsuleValues(store.state);
    const used = row?.root.matches(":hover, :has(:focus-visible), :active");
    root.hidden = !used || !draw || !values;
    if (root.hidden || !row || !draw || !values || dimension === null) return;
    const digit = handedDigit(store.state);
    const ends = row.ends();
    const share = (values[dimension] - ends[0]) / (ends[1] - ends[0]);
    mark.style.setProperty("--at", String(Math.round(share * (COUNT - 1))));
    // Moving the number itself changes none of them.
    const from = [model.sha256, digit, dimension, ...ends, ...values.with(dimension, 0)].join();
    if (from === painted) return;
    painted = from;
    [low.textContent, high.textContent] = ends.map((end) => print(end, 1));
    paint(
      Array.from({ length: COUNT }, (_, at) => {
        const value = ends[0] + ((ends[1] - ends[0]) * at) / (COUNT - 1);
        return draw(digit, values.with(dimension, value));
      }),
    );
  }

  /** @param {Float32Array[]} pictures */
  function paint(pictures) {
    const { height: rows, width: columns } = store.state.model.image;
    const layout = tileLayout({ count: COUNT, rows, columns, across: COUNT, gap: GAP });
    const pixels = new Uint32Array(layout.width * layout.height);
    pictures.forEach((picture, tile) => {
      const image = imagePixels(picture, rows * columns);
      const { x } = layout.tile(tile);
      for (let row = 0; row < rows; row++) {
        pixels.set(image.subarray(row * columns, (row + 1) * columns), row * layout.width + x);
      }
    });
    putPixels(canvas, pixels, layout.width, layout.height);
    root.style.setProperty("--tile", String(columns / layout.width));
    root.style.setProperty("--step", String((columns + GAP) / layout.width));
  }

  store.watch(["pointed", "held", "trace", "digit", "model"], show);
}
