import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { WireError, decode, dequantize } from "../../../static/js/server/safetensors.js";
import { encode, fileOf } from "./message.js";
import { integer, seeded } from "../random.js";

/**
 * @param {ArrayBuffer} buffer
 * @param {RegExp} message
 */
function assertRefused(buffer, message) {
  assert.throws(
    () => decode(buffer),
    (error) => error instanceof WireError && message.test(error.message),
  );
}

const F32 = { dtype: "F32", shape: [2], data_offsets: [0, 8] };

test("tensors and metadata are read by name", () => {
  const buffer = encode(
    {
      lengths: { shape: [2, 2], data: Float32Array.of(0.5, -1, 2, 0) },
      image: { shape: [3], data: Uint8Array.of(0, 128, 255) },
    },
    { model: "mnist" },
  );
  const { metadata, tensors } = decode(buffer);
  assert.deepEqual(metadata, { model: "mnist" });
  assert.deepEqual(Object.keys(tensors), ["lengths", "image"]);
  assert.equal(tensors.lengths.dtype, "F32");
  assert.deepEqual(tensors.lengths.shape, [2, 2]);
  assert.deepEqual(tensors.lengths.data, Float32Array.of(0.5, -1, 2, 0));
  assert.deepEqual(tensors.image.data, Uint8Array.of(0, 128, 255));
});

test("exact bytes: float32 is little-endian and nothing is copied", () => {
  // 1.0 is 0x3f800000, -2.0 is 0xc0000000.
  const buffer = fileOf({ a: F32 }, Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0));
  const { data } = decode(buffer).tensors.a;
  assert.deepEqual([...data], [1, -2]);
  assert.equal(data.buffer, buffer);
});

test("64-bit and 32-bit integers are read", () => {
  const bytes = new Uint8Array(12).fill(0xff);
  const header = {
    big: { dtype: "I64", shape: [1], data_offsets: [0, 8] },
    small: { dtype: "I32", shape: [], data_offsets: [8, 12] },
  };
  const { tensors } = decode(fileOf(header, bytes));
  assert.deepEqual([...tensors.big.data], [-1n]);
  assert.deepEqual([...tensors.small.data], [-1]);
  assert.deepEqual(tensors.small.shape, []);
});

test("a file without tensors or metadata is empty", () => {
  assert.deepEqual(decode(fileOf({})), { metadata: {}, tensors: {} });
});

test("an empty tensor is read as one", () => {
  const header = { a: { dtype: "F32", shape: [0, 3], data_offsets: [0, 0] } };
  assert.equal(decode(fileOf(header)).tensors.a.data.length, 0);
});

test("a tensor may have a name that means something to JavaScript", () => {
  const text = '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
  const { tensors } = decode(fileOf(text, Uint8Array.of(7)));
  assert.deepEqual(Object.keys(tensors), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(tensors), Object.prototype);
});

test("a truncated file is refused at every length", () => {
  const buffer = encode({ a: { shape: [4], data: Float32Array.of(1, 2, 3, 4) } }, { model: "m" });
  for (let length = 0; length < buffer.byteLength; length++) {
    assert.throws(() => decode(buffer.slice(0, length)), WireError);
  }
  assertRefused(buffer.slice(0, 5), /truncated: 5 bytes/);
  assertRefused(buffer.slice(0, 20), /truncated: a header of \d+ bytes in 12/);
  assertRefused(buffer.slice(0, -1), /tensor a ends out of range/);
});

test("what is no safetensors file is refused", () => {
  assertRefused(fileOf("not JSON"), /header is not JSON/);
  assertRefused(fileOf("[1, 2]"), /not a JSON object/);
  assertRefused(fileOf("null"), /not a JSON object/);
  assertRefused(fileOf({ __metadata__: { a: 1 } }), /metadata is not a table of texts/);
  assertRefused(fileOf({ __metadata__: "a" }), /metadata is not a table of texts/);
  const html = new TextEncoder().encode("<!doctype html><title>Not found</title>");
  assertRefused(html.buffer.slice(0), /truncated/);
});

test("a tensor that is not described right is refused by its name", () => {
  const data = new Uint8Array(8);
  const refused = /** @param {unknown} a @param {RegExp} message */ (a, message) =>
    assertRefused(fileOf({ a }, data), message);
  refused(3, /tensor a is not described/);
  refused({ ...F32, dtype: "F16" }, /tensor a has an unknown dtype: "F16"/);
  refused({ ...F32, dtype: "toString" }, /unknown dtype/);
  refused({ ...F32, shape: [-2] }, /tensor a has an invalid shape: \[-2\]/);
  refused({ ...F32, shape: [1.5] }, /invalid shape/);
  refused({ ...F32, shape: undefined }, /invalid shape/);
  refused({ ...F32, shape: [3] }, /tensor a has 8 bytes \(F32 of 3 needs 12\)/);
  refused({ ...F32, shape: [2 ** 40, 2 ** 40] }, /tensor a has 8 bytes/);
  refused({ ...F32, data_offsets: [8, 0] }, /invalid offsets/);
  refused({ ...F32, data_offsets: [0] }, /invalid offsets/);
  refused({ ...F32, data_offsets: [8, 16] }, /out of range, at byte 16 of 8/);
});

test("tensors that overlap, leave holes or are not aligned are refused", () => {
  const data = new Uint8Array(16);
  const at = /** @param {number} begin */ (begin) => ({ ...F32, data_offsets: [begin, begin + 8] });
  assertRefused(fileOf({ a: at(0), b: at(4) }, data), /tensor b overlaps/);
  assertRefused(fileOf({ a: at(0), b: at(0) }, data), /tensor b overlaps/);
  assertRefused(fileOf({ a: at(8) }, data), /8 bytes before tensor a belong to no tensor/);
  assertRefused(fileOf({ a: at(0) }, data), /last 8 bytes belong to no tensor/);
  const byte = { dtype: "U8", shape: [1], data_offsets: [0, 1] };
  assertRefused(fileOf({ byte, a: at(1) }, new Uint8Array(9)), /tensor a is not aligned/);
});

test("random damage is refused or read, and never ends in another error", () => {
  const random = seeded(1);
  const original = new Uint8Array(
    encode({ a: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } }, { model: "m" }),
  );
  for (let round = 0; round < 2000; round++) {
    const damaged = original.slice();
    for (let times = integer(random, 1, 4); times > 0; times--) {
      damaged[integer(random, 0, damaged.length - 1)] = integer(random, 0, 255);
    }
    try {
      decode(damaged.buffer);
    } catch (error) {
      assert.ok(error instanceof WireError, String(error));
    }
  }
});

test("bytes on a scale stand for zero + scale * byte", () => {
  const { tensors } = decode(encode({ a: { shape: [3], data: Uint8Array.of(0, 1, 255) } }));
  assert.deepEqual(
    dequantize(tensors.a, { scale: 0.5, zero: -1 }),
    Float32Array.of(-1, -0.5, 126.5),
  );
});

test("only bytes can stand on a scale", () => {
  const { tensors } = decode(encode({ a: { shape: [1], data: Float32Array.of(1) } }));
  assert.throws(() => dequantize(tensors.a, { scale: 1, zero: 0 }), WireError);
});

test("the golden answer is read as Python wrote it", () => {
  const golden = new URL("../../golden/", import.meta.url);
  const file = new Uint8Array(readFileSync(new URL("trace.safetensors", golden)));
  const expected = JSON.parse(readFileSync(new URL("trace.json", golden), "utf8"));
  const { metadata, tensors } = decode(file.buffer);
  assert.deepEqual({ ...metadata }, expected.metadata);
  assert.deepEqual(Object.keys(tensors).sort(), Object.keys(expected.tensors));
  const scales = JSON.parse(metadata.quantized);
  for (const [name, { dtype, shape, values }] of Object.entries(expected.tensors)) {
    const tensor = tensors[name];
    assert.equal(tensor.dtype, dtype, name);
    assert.deepEqual(tensor.shape, shape, name);
    const found = dtype === "U8" ? dequantize(tensor, scales[name]) : tensor.data;
    for (const [place, value] of values) {
      assert.equal(found[place], Math.fround(value), `${name} at ${place}`);
    }
  }
});
