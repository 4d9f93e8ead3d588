/** What a type of primary capsules responds to: the training patches at which it is longest. */

import { getPatches } from "../../server/api.js";
import { element } from "../../widgets/dom.js";
import { imagePixels, putPixels } from "../../graphics/raster.js";

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

/** @param {import("../../state/store.js").Scope} store */
export function mountPatches(store) {
  const { model } = store.state;
  const title = element("summary", {});
  const words = element("p", { class: "quiet" });
  const list = element("ol", { class: "patches" });
  const root = element(
    "details",
    { class: "patches-part", ontoggle: load },
    title,
    element("div", { class: "stack" }, list, words),
  );
  /** @type {Patches | null} */
  let patches = null;
  let shown = 0;
  let painted = -1;

  /** They are asked for when someone wants to see them: not every server has them. */
  function load() {
    if (!root.open || patches) return;
    words.textContent = "The patches are on their way.";
    read(model).then(
      (found) => {
        patches = found;
        show(shown);
      },
      (error) => void (words.textContent = error.message),
    );
  }

  /** @param {number} type */
  function show(type) {
    shown = type;
    title.textContent = `What type ${type} responds to most`;
    if (!patches || painted === type) return;
    painted = type;
    const { shape, lengths, labels, sources, dataset, images } = patches;
    const count = shape[1];
    words.textContent = `The ${count} patches, of ${images.toLocaleString("en")} training pictures of ${dataset}, at which a capsule of this type is longest before squash. It is what was found, not what the type stands for.`;
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
          canvas,
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
