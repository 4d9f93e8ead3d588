/** Weights that explain a unit: fetched a slice at a time, and kept as long as the page. */

import { getKernels, getWeights } from "./api.js";

/**
 * A layer's weights: of Conv1 all kernels; of `primary` those of one channel (type * dimensions +
 * dimension), of `votes` those of one class, of `decoder` those of one layer.
 * @typedef {"conv1" | "primary" | "votes" | "decoder"} Layer
 *
 * @typedef {Object} Slice
 * @property {Float32Array} weight
 * @property {number[]} shape of the weight
 * @property {Float32Array | null} bias null where the network has none
 * @property {Float32Array | null} prior of `votes`, what is added to every capsule's coupling; null
 *   where nothing is
 *
 * @typedef {[Layer, number]} Address a layer and the index of the slice in it
 */

/** @typedef {ReturnType<typeof createWeights>} Weights */

/** The weights of each network, by the sum of its file. @type {Map<string, Weights>} */
const networks = new Map();

/**
 * The weights of a network: what one part of the page has fetched, the others have.
 * @param {import("../state/state.js").Model} model
 */
export function weightsOf(model) {
  const weights = networks.get(model.sha256) ?? createWeights(model);
  networks.set(model.sha256, weights);
  return weights;
}

/** @param {import("../state/state.js").Model} model */
function createWeights(model) {
  /** @type {Map<string, Slice>} */
  const here = new Map();
  /** @type {Map<string, Promise<void>>} */
  const coming = new Map();

  /** @param {Address} address */
  async function fetchSlice([layer, index]) {
    const { tensors } = await (layer === "conv1"
      ? getKernels(model)
      : getWeights(model, layer, index));
    const weight = tensors[layer === "conv1" ? "conv1_weight" : "weight"];
    const bias = tensors[layer === "conv1" ? "conv1_bias" : "bias"];
    here.set(key([layer, index]), {
      weight: /** @type {Float32Array} */ (weight.data),
      shape: weight.shape,
      bias: bias ? /** @type {Float32Array} */ (bias.data) : null,
      prior: "prior" in tensors ? /** @type {Float32Array} */ (tensors.prior.data) : null,
    });
  }

  return {
    /**
     * Whether all of these slices are here.
     * @param {Address[]} addresses
     */
    has: (addresses) => addresses.every((address) => here.has(key(address))),
    /**
     * A slice that is here.
     * @param {Layer} layer
     * @param {number} [index]
     */
    get(layer, index = 0) {
      const slice = here.get(key([layer, index]));
      if (!slice) throw new RangeError(`the weights of ${layer} ${index} are not here yet`);
      return slice;
    },
    /**
     * Fetches what is not here; a slice that failed is tried again at the next call.
     * @param {Address[]} addresses
     */
    async load(addresses) {
      await Promise.all(
        addresses.map((address) => {
          const name = key(address);
          if (here.has(name)) return undefined;
          const fetched =
            coming.get(name) ?? fetchSlice(address).finally(() => coming.delete(name));
          coming.set(name, fetched);
          return fetched;
        }),
      );
    },
  };
}

/** @param {Address} address */
function key([layer, index]) {
  return `${layer} ${index}`;
}

/**
 * The layers of a network's decoder.
 * @param {import("../state/state.js").Model} model
 * @returns {Promise<import("../network/decoder.js").Layer[]>}
 */
export async function loadDecoder(model) {
  const weights = weightsOf(model);
  /** @type {Address[]} */
  const layers = [...model.config.decoder_hidden, null].map((_, index) => ["decoder", index]);
  await weights.load(layers);
  return layers.map(([layer, index]) => {
    const { weight, bias } = weights.get(layer, index);
    return { weight, bias: /** @type {Float32Array} */ (bias) }; // a decoder's layers all have one
  });
}
