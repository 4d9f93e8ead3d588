/** What the decoder draws from one digit capsule, as it is or as it was moved, and its difference
 * from the input, side by side. */

import { diverging, lookup } from "../graphics/color.js";
import { element } from "../widgets/dom.js";
import { tileLayout } from "../graphics/raster.js";
import { shownDigit, watchTrace } from "../state/state.js";
import { createTiles } from "../widgets/tiles.js";

/**
 * @param {HTMLElement} root
 * @param {import("../state/store.js").Store} store
 */
export function mount(root, store) {
  const drawn = element("b", {});
  const moving = element("span", {});
  const captions = element(
    "div",
    { class: "picture-captions" },
    element("p", {}, drawn, moving),
    element(
      "p",
      {},
      element("b", {}, "minus drawing"),
      element(
        "span",
        {},
        element("span", { class: "more-ink" }, "more"),
        " · ",
        element("span", { class: "less-ink" }, "less"),
        " ink",
      ),
    ),
  );
  const [place, minusPlace] = [element("div", { class: "fit" }), element("div", { class: "fit" })];
  root.append(captions, place, minusPlace);
  /** @type {ReturnType<typeof createTiles>} */
  let picture;
  /** @type {ReturnType<typeof createTiles>} */
  let difference;

  const digitShown = () => store.state.held?.digit ?? shownDigit(store.state);

  store.watch(["model"], () => {
    const { height: rows, width: columns } = store.state.model.image;
    const layout = tileLayout({ count: 1, rows, columns, across: 1, gap: 0 });
    /** @type {import("../widgets/tiles.js").Units} */
    const units = {
      ...{ store, part: "reconstruction" },
      unit: ({ row, column }) => ({ kind: "decoded", digit: digitShown(), row, column }),
    };
    picture = createTiles({ label: "What the decoder draws", layout, units });
    picture.canvas.classList.add("paper");
    picture.canvas.dataset.picture = "reconstruction";
    const label =
      "What the decoder draws minus the drawing: too much ink is orange, too little blue";
    difference = createTiles({ label, layout, units });
    difference.canvas.dataset.picture = "difference";
    place.replaceChildren(picture.root);
    minusPlace.replaceChildren(difference.root);
    for (const tiles of [picture, difference]) {
      tiles.frame.addEventListener("click", (event) => pin(store, tiles.unitAt(event)));
    }
  });
  watchTrace(
    store,
    ["trace", "digit", "held", "heldPicture", "dark"],
    (trace, { model, held, heldPicture, dark }) => {
      const digit = digitShown();
      const { channels } = model.image;
      const name = model.class_names[digit];
      const moved = held !== null && heldPicture !== null;
      const shown = moved ? heldPicture : trace.slice("reconstructions", digit);
      picture.paintImage(shown);
      const palette = lookup(dark ? diverging.dark : diverging.light);
      const domain = /** @type {[number, number]} */ ([-channels, channels]);
      difference.paint(minusInput(shown, trace.values("image"), channels), { palette, domain });
      say(drawn, `imagined ${name}`);
      say(moving, moved ? "moved by hand" : "from its numbers");
      picture.relabel(
        `What the decoder draws from the capsule of ${name}${held ? ", moved by hand" : ""}`,
      );
    },
  );
  return {
    captions,
    /** The frame of the picture, over which more can be drawn. */
    frame: () => picture.frame,
  };
}

/**
 * What this takes is fetched when it is first needed: the picture comes with the page.
 * @param {import("../state/store.js").Store} store
 * @param {import("../network/units.js").Unit | null} unit
 */
async function pin(store, unit) {
  const { togglePin } = await import("../widgets/selection.js");
  if (unit) togglePin(store, unit);
}

/**
 * @param {HTMLElement} place
 * @param {string} words
 */
function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

/**
 * Ink that a picture has more than another, or less, summed over the channels.
 * @param {Float32Array} picture channels * height * width
 * @param {Float32Array} other of the same shape
 * @param {number} channels
 */
export function minusInput(picture, other, channels) {
  const minus = new Float32Array(picture.length / channels);
  for (let index = 0; index < picture.length; index++) {
    minus[index % minus.length] += picture[index] - other[index];
  }
  return minus;
}
