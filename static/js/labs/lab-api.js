/** The server's calls that only labs make. */

import { call, read } from "../api.js";

/**
 * What the network says of an image with parts of it switched off.
 * @param {Object} asked
 * @param {string} asked.model
 * @param {ArrayLike<number>} asked.image what the network receives
 * @param {number} asked.routing iterations
 * @param {readonly string[]} asked.off parts that are off in every ablation
 * @param {readonly (readonly string[])[]} asked.also one ablation each: parts that are off besides
 */
export async function postAblate({ image, ...asked }) {
  const body = JSON.stringify({ image: Array.from(image), ...asked });
  const headers = { "Content-Type": "application/json" };
  const { tensors } = await read(await call("/api/ablate", { method: "POST", body, headers }));
  return {
    lengths: /** @type {Float32Array} */ (tensors.lengths.data),
    digits: /** @type {Float32Array} */ (tensors.digits.data),
  };
}
