import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  Trace,
  capsuleLengths,
  couplingEntropy,
  supportByPosition,
  supportByType,
} from "../../../static/js/server/trace.js";
import { WireError, decode } from "../../../static/js/server/safetensors.js";
import { encode, traceOf } from "./message.js";

/** @param {number} count */
function countUp(count) {
  return Float32Array.from({ length: count }, (_, index) => index);
}

test("the metadata of a trace is typed", () => {
  const trace = traceOf({});
  assert.equal(trace.model, "mnist");
  assert.equal(trace.prediction, 7);
  assert.equal(trace.className, "seven");
  assert.equal(trace.routing, 3);
  assert.equal(trace.iterations, 3);
  assert.equal(trace.milliseconds, 4.5);
  assert.equal(trace.precision, "float32");
});

test("an answer that is no trace is refused", () => {
  assert.throws(() => Trace.fromWire(decode(encode({}, { model: "m" }))), /lacks prediction/);
  for (const quantized of ["{", "null", "3", '{"a": null}', '{"a": {"scale": 1}}']) {
    assert.throws(() => traceOf({}, { quantized }), WireError, quantized);
  }
});

test("where the image lies on the picture is typed, and null where it is not said", () => {
  assert.equal(traceOf({}).placement, null);
  const placement = '{"scale": 10.5, "left": -3, "top": 12.25}';
  assert.deepEqual(traceOf({}, { placement }).placement, { scale: 10.5, left: -3, top: 12.25 });
});

test("a placement that is none is refused", () => {
  const misfits = ["{", "null", "3", "{}", '{"scale": 0, "left": 1, "top": 1}'];
  for (const placement of [...misfits, '{"scale": 1, "left": 1, "top": null}']) {
    assert.throws(() => traceOf({}, { placement }), WireError, placement);
  }
});

test("bytes without a scale are refused", () => {
  const image = { shape: [1], data: Uint8Array.of(1) };
  assert.throws(() => traceOf({ image }), /field image is U8/);
});

test("values are found by their indices", () => {
  const trace = traceOf({ primary: { shape: [2, 3, 2, 2], data: countUp(24) } });
  assert.equal(trace.at("primary", 0, 0, 0, 0), 0);
  assert.equal(trace.at("primary", 1, 2, 0, 1), 12 + 8 + 0 + 1);
  assert.deepEqual([...trace.slice("primary", 1, 2)], [20, 21, 22, 23]);
  assert.deepEqual(trace.slice("primary"), trace.values("primary"));
  assert.deepEqual(trace.shape("primary"), [2, 3, 2, 2]);
  assert.equal(trace.slice("primary", 1).buffer, trace.values("primary").buffer);
});

test("indices out of range are refused", () => {
  const trace = traceOf({ lengths: { shape: [10], data: countUp(10) } });
  assert.throws(() => trace.at("lengths", 10), /invalid index 10 of lengths's axis 0/);
  assert.throws(() => trace.at("lengths", -1), RangeError);
  assert.throws(() => trace.at("lengths", 0.5), RangeError);
  assert.throws(() => trace.at("lengths"), /lengths has 1 axes, not 0/);
  assert.throws(() => trace.slice("lengths", 1, 1), RangeError);
});

test("a field that was not asked for is missing, not empty", () => {
  const trace = traceOf({ lengths: { shape: [1], data: countUp(1) } });
  assert.equal(trace.has("lengths"), true);
  assert.equal(trace.has("votes"), false);
  assert.equal(trace.has("toString"), false);
  assert.throws(() => trace.values("votes"), /the trace has no field votes/);
});

test("a preview is put back on its scale once", () => {
  const trace = traceOf(
    {
      lengths: { shape: [2], data: Float32Array.of(0.25, 0.5) },
      conv1: { shape: [3], data: Uint8Array.of(0, 2, 4) },
    },
    { quantized: '{"conv1": {"scale": 0.5, "zero": -1}}' },
  );
  assert.deepEqual([...trace.values("conv1")], [-1, 0, 1]);
  assert.equal(trace.values("conv1"), trace.values("conv1"));
  assert.equal(trace.isExact("conv1"), false);
  assert.equal(trace.isExact("lengths"), true);
});

test("a preview is also to be had as it came, an exact field is not", () => {
  const trace = traceOf(
    {
      lengths: { shape: [1], data: Float32Array.of(0.5) },
      conv1: { shape: [1, 1, 3], data: Uint8Array.of(0, 2, 255) },
    },
    { quantized: '{"conv1": {"scale": 0.5, "zero": -1}}' },
  );
  assert.deepEqual(trace.preview("conv1"), {
    bytes: Uint8Array.of(0, 2, 255),
    scale: 0.5,
    zero: -1,
  });
  assert.equal(trace.preview("lengths"), null);
});

test("a trace of nothing drawn is blank", () => {
  const blank = { shape: [2, 2], data: new Float32Array(4) };
  assert.equal(traceOf({ image: blank }).isBlank, true);
  const drawn = { shape: [2, 2], data: Float32Array.of(0, 0, 0.1, 0) };
  assert.equal(traceOf({ image: drawn }).isBlank, false);
  assert.equal(traceOf({}).isBlank, false);
});

test("capsule lengths are Euclidean norms", () => {
  const data = Float32Array.of(3, 4, 0, 0, -5, 12);
  const trace = traceOf({ primary: { shape: [3, 1, 1, 2], data } });
  assert.deepEqual(capsuleLengths(trace, "primary"), Float32Array.of(5, 0, 13));
});

test("even couplings have the entropy log2 of the classes, certain ones have none", () => {
  // Two iterations of two capsules: even over 4 classes, then one certain and one in half.
  const data = Float32Array.of(
    ...[0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25],
    ...[0, 1, 0, 0, 0.5, 0, 0.5, 0],
  );
  const trace = traceOf({ couplings: { shape: [2, 2, 1, 1, 4], data } });
  assert.equal(couplingEntropy(trace, 0), 2);
  assert.equal(couplingEntropy(trace, 1), 0.5);
});

test("support adds up by type and by position", () => {
  // Two iterations, 2 types, 1 row, 2 columns, 2 classes.
  const data = Float32Array.of(...new Array(8).fill(9), 1, 10, 2, 20, 3, 30, 4, 40);
  const trace = traceOf({ support: { shape: [2, 2, 1, 2, 2], data } });
  assert.deepEqual([...supportByType(trace, 1)], [3, 30, 7, 70]);
  assert.deepEqual([...supportByPosition(trace, 1)], [4, 40, 6, 60]);
  assert.deepEqual([...supportByType(trace, 0)], [18, 18, 18, 18]);
});

test("the golden trace obeys the equations of the network", () => {
  const file = new Uint8Array(
    readFileSync(new URL("../../golden/trace.safetensors", import.meta.url)),
  );
  const trace = Trace.fromWire(decode(file.buffer));
  const last = trace.iterations - 1;
  const lengths = trace.values("lengths");
  assert.equal(trace.isExact("lengths"), true);
  assert.equal(trace.prediction, lengths.indexOf(Math.max(...lengths)));
  lengths.forEach((length, digit) => {
    assert.ok(Math.abs(Math.hypot(...trace.slice("digits", last, digit)) - length) < 1e-4);
    const norm = Math.hypot(...trace.slice("sums", last, digit));
    assert.ok(Math.abs(norm ** 2 / (1 + norm ** 2) - length) < 1e-4);
  });
  // Couplings come as bytes here: each is off by half a step at most.
  const couplings = trace.slice("couplings", last, 2, 5, 5);
  assert.ok(Math.abs(couplings.reduce((sum, each) => sum + each, 0) - 1) < 1e-3);
  assert.ok(Math.abs(couplingEntropy(trace, 0) - Math.log2(10)) < 1e-3);
});
