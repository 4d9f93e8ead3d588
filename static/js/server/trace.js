/**
 * Trace: one image's complete forward pass, as the server sent it.
 *
 * Field names, axes and meanings are those of `model/network/trace.py`. Iterations are counted from 0
 * here, as in the tensors; the page shows them from 1.
 */

import { WireError, dequantize } from "./safetensors.js";

/**
 * @typedef {import("./safetensors.js").WireMessage} WireMessage
 * @typedef {import("./safetensors.js").Quantization} Quantization
 *
 * @typedef {(typeof FIELDS)[number]} Field
 *
 * @typedef {object} Placement where the image lies on the picture that was sent: the upper left
 *   corner of its pixel (row, column) is at left + scale * column, top + scale * row
 * @property {number} scale pixels of the picture to one of the image
 * @property {number} left in pixels of the picture, as is top
 * @property {number} top
 */

/** Every field, in the order of `model/network/trace.py`. */
export const FIELDS = /** @type {const} */ ([
  "image",
  "conv1",
  "primary_raw",
  "primary",
  "votes",
  "logits",
  "couplings",
  "sums",
  "digits",
  "agreement",
  "support",
  "lengths",
  "reconstructions",
]);

export class Trace {
  /** @type {WireMessage} */ #message;
  /** @type {Record<string, Quantization>} */ #quantized;
  /** @type {Map<string, Float32Array>} */ #values = new Map();

  /**
   * Use `Trace.fromWire`.
   *
   * @param {WireMessage} message
   * @param {Record<string, Quantization>} quantized
   */
  constructor(message, quantized) {
    this.#message = message;
    this.#quantized = quantized;
    const { metadata } = message;
    /** Name of the checkpoint that computed it. */
    this.model = metadata.model;
    /** Index of the longest digit capsule. */
    this.prediction = Number(metadata.prediction);
    /** Name of the predicted class. */
    this.className = metadata.class_name;
    /** Number of routing iterations. */
    this.routing = Number(metadata.routing);
    /** What was asked for: "float32", or "u8" for a preview. */
    this.precision = metadata.precision;
    /** Time that the model took. */
    this.milliseconds = Number(metadata.milliseconds);
    /** Where the image lies on the picture that was sent; null where the server did not say. */
    this.placement = readPlacement(metadata.placement);
  }

  /**
   * The trace that a decoded answer of `POST /api/trace` holds.
   *
   * @param {WireMessage} message
   * @returns {Trace}
   * @throws {WireError} where its metadata is not that of a trace
   */
  static fromWire(message) {
    for (const key of ["model", "prediction", "class_name", "routing", "precision"]) {
      if (!(key in message.metadata)) throw new WireError(`the trace's metadata lacks ${key}`);
    }
    const quantized = readQuantized(message.metadata.quantized);
    for (const [field, tensor] of Object.entries(message.tensors)) {
      if (tensor.dtype !== "F32" && !(tensor.dtype === "U8" && field in quantized)) {
        throw new WireError(`field ${field} is ${tensor.dtype} (expected F32, or U8 on a scale)`);
      }
    }
    return new Trace(message, quantized);
  }

  /** @param {string} field */
  has(field) {
    return Object.hasOwn(this.#message.tensors, field);
  }

  /**
   * All values of a field in row-major order; the same array at every call, not to be written to.
   *
   * @param {Field} field
   * @returns {Float32Array}
   */
  values(field) {
    let values = this.#values.get(field);
    if (!values) {
      const tensor = this.#tensor(field);
      values =
        tensor.data instanceof Float32Array
          ? tensor.data
          : dequantize(tensor, this.#quantized[field]);
      this.#values.set(field, values);
    }
    return values;
  }

  /**
   * A field's values as they came in a preview, bytes that stand for zero + scale * byte; null
   * where it is exact.
   *
   * @param {Field} field
   * @returns {(Quantization & {bytes: Uint8Array}) | null}
   */
  preview(field) {
    const { data } = this.#tensor(field);
    return data instanceof Uint8Array ? { bytes: data, ...this.#quantized[field] } : null;
  }

  /**
   * Sizes of a field's axes.
   *
   * @param {Field} field
   */
  shape(field) {
    return this.#tensor(field).shape;
  }

  /**
   * Whether a field holds the model's own float32 numbers, not an 8-bit preview of them.
   *
   * @param {Field} field
   */
  isExact(field) {
    return this.#tensor(field).dtype === "F32";
  }

  /**
   * One number of a field.
   *
   * @param {Field} field
   * @param {...number} indices one for each axis
   */
  at(field, ...indices) {
    const { length } = this.shape(field);
    if (indices.length !== length) {
      throw new RangeError(`${field} has ${length} axes, not ${indices.length}`);
    }
    return this.slice(field, ...indices)[0];
  }

  /**
   * The part of a field under its first indices, a view that is not to be written to.
   *
   * @param {Field} field
   * @param {...number} leading an index for each of the first axes
   * @returns {Float32Array}
   */
  slice(field, ...leading) {
    const shape = this.shape(field);
    const values = this.values(field);
    if (leading.length > shape.length) {
      throw new RangeError(`${field} has ${shape.length} axes, not ${leading.length}`);
    }
    let begin = 0;
    let size = values.length;
    for (const [axis, index] of leading.entries()) {
      if (!(Number.isInteger(index) && index >= 0 && index < shape[axis])) {
        throw new RangeError(
          `invalid index ${index} of ${field}'s axis ${axis} (expected 0 to ${shape[axis] - 1})`,
        );
      }
      size /= shape[axis];
      begin += index * size;
    }
    return values.subarray(begin, begin + size);
  }

  /** Number of routing iterations that the tensors hold. */
  get iterations() {
    return this.routing;
  }

  /** Whether nothing is drawn; false where the trace has no image. */
  get isBlank() {
    return this.has("image") && this.values("image").every((value) => value === 0);
  }

  /** @param {string} field */
  #tensor(field) {
    if (!this.has(field)) throw new RangeError(`the trace has no field ${field}`);
    return this.#message.tensors[field];
  }
}

/**
 * Euclidean length of every primary capsule.
 *
 * @param {Trace} trace
 * @param {"primary" | "primary_raw"} field
 * @returns {Float32Array} types * rows * columns
 */
export function capsuleLengths(trace, field) {
  const values = trace.values(field);
  const dimensions = lastOf(trace.shape(field));
  const lengths = new Float32Array(values.length / dimensions);
  for (let capsule = 0, index = 0; capsule < lengths.length; capsule++) {
    let squared = 0;
    for (const end = index + dimensions; index < end; index++) squared += values[index] ** 2;
    lengths[capsule] = Math.sqrt(squared);
  }
  return lengths;
}

/**
 * Mean over primary capsules of the entropy of their couplings, in bits: log2 of the number of
 * classes where all couplings are even, 0 where each capsule is coupled to one class only.
 *
 * @param {Trace} trace
 * @param {number} iteration
 */
export function couplingEntropy(trace, iteration) {
  const couplings = trace.slice("couplings", iteration);
  const classes = lastOf(trace.shape("couplings"));
  let bits = 0;
  for (const coupling of couplings) {
    if (coupling > 0) bits -= coupling * Math.log2(coupling);
  }
  return bits / (couplings.length / classes);
}

/**
 * Support of every class, summed over the positions of each type of primary capsule.
 *
 * @param {Trace} trace
 * @param {number} iteration
 * @returns {Float32Array} types * classes
 */
export function supportByType(trace, iteration) {
  const [, types, rows, columns, classes] = trace.shape("support");
  const support = trace.slice("support", iteration);
  const sums = new Float64Array(types * classes);
  for (let index = 0; index < support.length; index++) {
    const type = Math.floor(index / (rows * columns * classes));
    sums[type * classes + (index % classes)] += support[index];
  }
  return Float32Array.from(sums);
}

/**
 * Support of every class, summed over the types of primary capsules at each position.
 *
 * @param {Trace} trace
 * @param {number} iteration
 * @returns {Float32Array} rows * columns * classes
 */
export function supportByPosition(trace, iteration) {
  const [, , rows, columns, classes] = trace.shape("support");
  const support = trace.slice("support", iteration);
  const sums = new Float64Array(rows * columns * classes);
  for (let index = 0; index < support.length; index++) sums[index % sums.length] += support[index];
  return Float32Array.from(sums);
}

/** @param {number[]} shape */
function lastOf(shape) {
  return shape[shape.length - 1];
}

/**
 * @param {string | undefined} text
 * @returns {Placement | null}
 */
function readPlacement(text) {
  if (text === undefined) return null;
  const { scale, left, top } = /** @type {Placement} */ (readObject(text, "placement"));
  if (!(Number.isFinite(scale) && scale > 0 && Number.isFinite(left) && Number.isFinite(top))) {
    throw new WireError(`the trace's placement is invalid: ${text}`);
  }
  return Object.freeze({ scale, left, top });
}

/**
 * @param {string | undefined} text
 * @returns {Record<string, Quantization>}
 */
function readQuantized(text) {
  if (text === undefined) return {};
  const entries = Object.entries(readObject(text, "table of scales"));
  for (const [field, entry] of entries) {
    if (!Number.isFinite(entry?.scale) || !Number.isFinite(entry?.zero)) {
      throw new WireError(`field ${field} has an invalid scale: ${JSON.stringify(entry)}`);
    }
  }
  return Object.fromEntries(entries);
}

/**
 * The object that a text of the metadata holds as JSON.
 *
 * @param {string} text
 * @param {string} what it is called in a message
 * @returns {object}
 */
function readObject(text, what) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WireError(`the trace's ${what} is not JSON`);
  }
  if (typeof value !== "object" || value === null) {
    throw new WireError(`the trace's ${what} is not an object`);
  }
  return value;
}
