/** What a type of primary capsules responds to: the training patches at which it is longest. */

import { getPatches } from "../../server/api.js";
import { element } from "../../widgets/dom.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";
import { createTypes } from "./all-types.js";
import { createLook } from "./look.js";

/**
 * @typedef {Object} Patches
 * @property {Uint8Array} pixels types * count * channels * height * width; 255 is ink
 * @property {number[]} shape of the pixels
 * @property {Float32Array} lengths before squash, types * count
 * @property {Uint8Array} labels of the pictures
 * @property {Uint32Array} sources picture, row and column of each
 * @property {string} dataset
 * @property {number} images how many were searched
 */

/** @type {import("../../page/stage-host.js").Mount} */
export function mountPatches(root, store) {
  const look = createLook(store);
  const types = createTypes(store, look);
  const patches = createPatches(store, look);
  root.append(element("div", { class: "primary-view primary-patches" }, types.root, patches.root));
  look.follow(() => {
    types.show();
    patches.show();
  });
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./look.js").Look} look
 */
function createPatches(store, { capsule }) {
  const { model } = store.state;
  const title = element("h3", {});
  const words = element("p", { class: "quiet" }, "The patches are on their way.");
  const list = element("ol", { class: "patches" });
  const root = element("section", { class: "patches-part" }, title, list, words);
  /** @type {Patches | null} */
  let patches = null;
  let painted = -1;

  read(model).then(
    (found) => {
      patches = found;
      show();
    },
    // Not every server has them.
    (error) => void (words.textContent = error.message),
  );

  function show() {
    const { type } = capsule();
    title.textContent = `What type ${type} responds to most`;
    if (!patches || painted === type) return;
    painted = type;
    const { shape, lengths, labels, sources, dataset, images } = patches;
    const count = shape[1];
    words.textContent = `The ${count} longest of ${images.toLocaleString("en")} training pictures of ${dataset}, with their length before squash. That is what was found, not what the type stands for.`;
    list.replaceChildren(
      ...Array.from({ length: count }, (_, place) => {
        const at = type * count + place;
        const name = model.class_names[labels[at]];
        const length = lengths[at].toFixed(2);
        const [picture, row, column] = sources.subarray(3 * at, 3 * at + 3);
        const canvas = element("canvas", {
          class: "pixels",
          role: "img",
          "aria-label": `Patch of training picture ${picture}, class ${name}, at row ${row}, column ${column}: length ${length}`,
        });
        paint(canvas, at);
        return element(
          "li",
          { title: `picture ${picture}, row ${row}, column ${column}` },
          element("div", { class: "fit" }, canvas),
          element("span", { class: "number" }, length),
          element("span", { class: "quiet" }, `of a ${name}`),
        );
      }),
    );
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} at
   */
  function paint(canvas, at) {
    if (!patches) return;
    const { pixels, shape } = patches;
    const [height, width] = shape.slice(-2);
    const size = shape.slice(2).reduce((product, side) => product * side, 1);
    const values = Float32Array.from(pixels.subarray(at * size, (at + 1) * size), (v) => v / 255);
    putPixels(canvas, imagePixels(values, height * width), width, height);
  }

  return { root, show };
}

/**
 * @param {import("../../state/state.js").Model} model
 * @returns {Promise<Patches>}
 */
async function read(model) {
  const { tensors, metadata } = await getPatches(model);
  return {
    pixels: /** @type {Uint8Array} */ (tensors.patches.data),
    shape: tensors.patches.shape,
    lengths: /** @type {Float32Array} */ (tensors.lengths.data),
    labels: /** @type {Uint8Array} */ (tensors.labels.data),
    sources: /** @type {Uint32Array} */ (tensors.sources.data),
    dataset: metadata.dataset,
    images: Number(metadata.images),
  };
}
