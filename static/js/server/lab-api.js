/** The server's calls that only labs make. */

import { call, read } from "./api.js";

/**
 * The decoder's pictures on the way from one capsule to another.
 * @param {Object} asked
 * @param {string} asked.model
 * @param {[number, number[]]} asked.start class and values
 * @param {[number, number[]]} asked.end
 * @param {number} asked.steps
 * @param {"straight" | "length"} asked.path
 */
export async function postInterpolate(asked) {
  const options = {
    method: "POST",
    body: JSON.stringify(asked),
    headers: { "Content-Type": "application/json" },
  };
  const { tensors } = await read(await call("/api/interpolate", options));
  return {
    images: /** @type {Float32Array} */ (tensors.images.data),
    digits: /** @type {Float32Array} */ (tensors.digits.data),
  };
}

/**
 * What the network, and one without capsules where the server has it, say of many images.
 * @param {Blob | Uint8Array} body all of them
 * @param {string} type media type of the body
 * @param {Record<string, string>} query
 */
export async function postSweep(body, type, query) {
  const headers = { "Content-Type": type };
  const options = { method: "POST", body: /** @type {BodyInit} */ (body), headers };
  const answer = await read(await call(`/api/sweep?${new URLSearchParams(query)}`, options));
  const { tensors, metadata } = answer;
  /** @param {string} name */
  const values = (name) => /** @type {Float32Array} */ (tensors[name].data);
  return {
    images: values("images"),
    lengths: values("lengths"),
    digits: values("digits"),
    uniform: values("uniform"),
    baseline: "baseline" in tensors ? values("baseline") : null,
    baselineName: metadata.baseline,
  };
}

/**
 * Reconstruction errors of held-out pictures, from the smallest.
 * @param {import("../state/state.js").Model} model
 */
export async function getErrors(model) {
  const url = `/api/models/${encodeURIComponent(model.name)}/errors`;
  const { tensors } = await read(await call(url));
  return /** @type {Float32Array} */ (tensors.errors.data);
}

/**
 * An image changed against the gradient of the network's lead, and what the network says then.
 * @param {Object} asked
 * @param {string} asked.model
 * @param {ArrayLike<number>} asked.image what the network receives
 * @param {number} asked.routing iterations
 * @param {readonly number[]} asked.strengths one picture each
 */
export async function postAdversarial({ image, ...asked }) {
  const body = JSON.stringify({ image: Array.from(image), ...asked });
  const headers = { "Content-Type": "application/json" };
  const answer = await read(await call("/api/adversarial", { method: "POST", body, headers }));
  /** @param {string} name */
  const values = (name) => /** @type {Float32Array} */ (answer.tensors[name].data);
  return {
    images: values("images"),
    lengths: values("lengths"),
    reconstructions: values("reconstructions"),
    errors: values("errors"),
  };
}

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

/**
 * Networks that read two digits in one image, with what was measured of them.
 * @typedef {import("../state/state.js").Model & {measured: {images: number, errors: number,
 *   interval: [number, number]} | null}} PairReader
 */

/** @returns {Promise<PairReader[]>} */
export async function getPairReaders() {
  return (await (await call("/api/models")).json()).pairs;
}

/**
 * What a network would receive of an image.
 * @param {Uint8Array | Blob} body
 * @param {string} type media type of the body
 * @param {string} model
 */
export async function postPreprocess(body, type, model) {
  const headers = { "Content-Type": type, Accept: "application/vnd.safetensors" };
  const options = { method: "POST", body: /** @type {BodyInit} */ (body), headers };
  const { tensors } = await read(
    await call(`/api/preprocess?${new URLSearchParams({ model })}`, options),
  );
  return /** @type {Float32Array} */ (tensors.image.data);
}

/**
 * What a network for two digits reads where one lies over the other.
 * @param {Object} asked
 * @param {string} asked.model
 * @param {ArrayLike<number>} asked.first what a network for one digit receives of it
 * @param {ArrayLike<number>} asked.second
 * @param {readonly [number, number]} asked.first_shift pixels down and right of the middle
 * @param {readonly [number, number]} asked.second_shift
 */
export async function postOverlap({ first, second, ...asked }) {
  const body = JSON.stringify({ first: Array.from(first), second: Array.from(second), ...asked });
  const headers = { "Content-Type": "application/json" };
  const { tensors } = await read(await call("/api/overlap", { method: "POST", body, headers }));
  /** @param {string} name */
  const values = (name) => /** @type {Float32Array} */ (tensors[name].data);
  return {
    image: values("image"),
    parts: values("parts"),
    lengths: values("lengths"),
    reconstructions: values("reconstructions"),
  };
}
