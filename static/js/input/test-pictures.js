/** Pictures that a network was tested on, as the network's input. */

import { getSamples } from "../server/api.js";
import { element } from "../widgets/dom.js";
import { imagePixels, putPixels } from "../graphics/raster.js";

/**
 * @typedef {Object} TestPicture
 * @property {number} index of the picture in the test set
 * @property {number} label the class that it shows
 * @property {string} name for people
 * @property {Uint8Array} pixels
 */

/**
 * A stretch of the network's test pictures.
 * @param {import("../state/state.js").Model} model
 * @param {{offset?: number, limit: number, label?: string}} which `label`: of one class alone
 * @returns {Promise<{pictures: TestPicture[], total: number}>}
 */
export async function readTestPictures(model, { offset = 0, limit, label }) {
  const query = { model: model.name, offset: String(offset), limit: String(limit) };
  const { tensors, metadata } = await getSamples(label === undefined ? query : { ...query, label });
  const images = /** @type {Uint8Array} */ (tensors.images.data);
  const count = tensors.images.shape[0];
  const size = images.length / Math.max(1, count);
  const pictures = Array.from({ length: count }, (_, place) => {
    const index = Number(tensors.indices.data[place]);
    const shown = Number(tensors.labels.data[place]);
    return {
      ...{ index, label: shown },
      name: `test picture ${index}, labelled ${model.class_names[shown]}`,
      pixels: images.slice(place * size, (place + 1) * size),
    };
  });
  return { pictures, total: Number(metadata.total) };
}

/**
 * The state with a test picture as the input.
 * @param {TestPicture} picture
 * @returns {Partial<import("../state/state.js").State>}
 */
export function takeTestPicture({ pixels, name, index }) {
  return { input: { kind: "pixels", pixels, name, index } };
}

/**
 * A small copy of a test picture.
 * @param {TestPicture} picture
 * @param {import("../state/state.js").Model} model
 */
export function paintTestPicture({ pixels }, { image: { height, width } }) {
  const canvas = element("canvas", { class: "pixels", "aria-hidden": "true" });
  const values = Float32Array.from(pixels, (value) => value / 255);
  putPixels(canvas, imagePixels(values, height * width), width, height);
  return canvas;
}
