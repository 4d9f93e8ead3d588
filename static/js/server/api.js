/** The server's calls; each answers decoded data or throws ApiError with words for people. */

import { wordsOf } from "../state/problem.js";
import { decode } from "./safetensors.js";

/** A call that brought no answer to show. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {{status: number, retryAfter?: number}} details status 0: the server was not reached
   */
  constructor(message, { status, retryAfter }) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    /** Seconds after which another try makes sense; null where it does not. */
    this.retryAfter = retryAfter ?? null;
  }

  /** Whether the same call may succeed later. */
  get passing() {
    return this.status === 0 || [409, 429].includes(this.status) || this.status >= 502;
  }
}

/** Milliseconds after which an answer is no longer waited for: more than a server lets one wait. */
const PATIENCE = 12_000;

/** @returns {Promise<{models: import("../state/state.js").Model[], default: string}>} */
export async function getModels() {
  return (await call("/api/models")).json();
}

/**
 * The addresses by which other machines open the page.
 * @param {string} query of a link, for the QR codes
 * @returns {Promise<{others: boolean, addresses: {url: string, qr: string}[]}>}
 */
export async function getAddresses(query) {
  return (await call(`/api/addresses?${new URLSearchParams({ query })}`)).json();
}

/**
 * The kernels of a network's first convolution.
 * @param {import("../state/state.js").Model} model
 */
export async function getKernels(model) {
  return read(
    await call(`/api/models/${encodeURIComponent(model.name)}/kernels?v=${model.sha256}`),
  );
}

/**
 * A slice of a layer's weights.
 * @param {import("../state/state.js").Model} model
 * @param {"primary" | "votes" | "decoder"} layer
 * @param {number} index
 */
export async function getWeights(model, layer, index) {
  const name = encodeURIComponent(model.name);
  return read(await call(`/api/models/${name}/weights/${layer}/${index}?v=${model.sha256}`));
}

/**
 * The training patches that each type of primary capsules responds to most.
 * @param {import("../state/state.js").Model} model
 */
export async function getPatches(model) {
  return read(await call(`/api/models/${encodeURIComponent(model.name)}/patches`));
}

/**
 * Fields of the trace of an image.
 * @param {Blob | Uint8Array} body bytes go with the request, a Blob is fetched from elsewhere
 * @param {string} type media type of the body
 * @param {Record<string, string>} query
 */
export async function postTrace(body, type, query) {
  const headers = { "Content-Type": type };
  const signal = AbortSignal.timeout(PATIENCE);
  const options = { method: "POST", body: /** @type {BodyInit} */ (body), headers, signal };
  return read(await call(`/api/trace?${new URLSearchParams(query)}`, options));
}

/**
 * The trace of an image as a file, in a form that the server knows.
 * @param {Blob | Uint8Array} body
 * @param {string} type media type of the body
 * @param {Record<string, string>} query
 * @param {string} form media type of the file
 */
export async function postTraceFile(body, type, query, form) {
  const headers = { "Content-Type": type, Accept: form };
  const options = { method: "POST", body: /** @type {BodyInit} */ (body), headers };
  return (await call(`/api/trace?${new URLSearchParams(query)}`, options)).blob();
}

/**
 * What the decoder draws from capsules, one picture each.
 * @param {string} model
 * @param {[number, number[]][]} capsules class and values of each
 */
export async function postDecode(model, capsules) {
  const body = JSON.stringify({ model, capsules });
  const headers = { "Content-Type": "application/json" };
  const { tensors } = await read(await call("/api/decode", { method: "POST", body, headers }));
  return /** @type {Float32Array} */ (tensors.images.data);
}

/**
 * A page of the pictures that the model was tested on.
 * @param {Record<string, string>} query
 */
export async function getSamples(query) {
  return read(await call(`/api/samples?${new URLSearchParams(query)}`));
}

/**
 * An answer of the server.
 * @param {string} url
 * @param {RequestInit} [options]
 * @throws {ApiError} where there is none, or another than a good one
 */
export async function call(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new ApiError("The server does not answer.", { status: 0 });
  }
  if (response.ok) return response;
  const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const details = {
    status: response.status,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
  let message = `The server answered ${response.status}.`;
  try {
    message = (await response.json()).error.message;
  } catch {
    // Not one of our answers; its status has to do.
  }
  throw new ApiError(message, details);
}

/**
 * The tensors of an answer.
 * @param {Response} response
 */
export async function read(response) {
  try {
    return decode(await response.arrayBuffer());
  } catch (error) {
    throw new ApiError(`The server's answer cannot be read: ${wordsOf(error)}`, { status: 0 });
  }
}
