/** Safetensors bytes and traces made by hand, for the tests of what reads them. */

import { decode } from "../../../static/js/server/safetensors.js";
import { Trace } from "../../../static/js/server/trace.js";

/**
 * A safetensors file of a header and the bytes after it.
 *
 * @param {unknown} header put in as it is where it is a text, as JSON otherwise
 * @param {Uint8Array} [data]
 * @returns {ArrayBuffer}
 */
export function fileOf(header, data = new Uint8Array()) {
  let text = typeof header === "string" ? header : JSON.stringify(header);
  text = text.padEnd(Math.ceil(text.length / 8) * 8);
  const headerBytes = new TextEncoder().encode(text);
  const file = new Uint8Array(8 + headerBytes.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes.length), true);
  file.set(headerBytes, 8);
  file.set(data, 8 + headerBytes.length);
  return file.buffer;
}

/**
 * A safetensors file of float32 and uint8 tensors, in the order given.
 *
 * @param {Record<string, {shape: number[], data: Float32Array | Uint8Array}>} tensors
 * @param {Record<string, string>} [metadata]
 */
export function encode(tensors, metadata) {
  /** @type {Record<string, unknown>} */
  const header = metadata ? { __metadata__: metadata } : {};
  /** @type {number[]} */
  const bytes = [];
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const begin = bytes.length;
    bytes.push(...new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    const dtype = data instanceof Float32Array ? "F32" : "U8";
    header[name] = { dtype, shape, data_offsets: [begin, bytes.length] };
  }
  return fileOf(header, Uint8Array.from(bytes));
}

/**
 * A trace with these fields.
 *
 * @param {Record<string, {shape: number[], data: Float32Array | Uint8Array}>} tensors
 * @param {Record<string, string>} [metadata] besides, or instead of, that of a plain trace
 */
export function traceOf(tensors, metadata = {}) {
  const plain = {
    model: "mnist",
    prediction: "7",
    class_name: "seven",
    routing: "3",
    milliseconds: "4.5",
    precision: "float32",
  };
  return Trace.fromWire(decode(encode(tensors, { ...plain, ...metadata })));
}
