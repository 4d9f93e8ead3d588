import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";

import { compressed, snippet } from "../../../static/js/export/snippet.js";

const SHOWN = {
  model: "mnist",
  sha256: "ab12",
  classNames: ["0", 'say "1"'],
  routing: 2,
  shape: [28, 28],
  image: "x".repeat(100),
  digit: 1,
  values: null,
};

test("a program names the network, the input's shape, the iterations and the classes", () => {
  const text = snippet(SHOWN);
  assert.match(text, /^from model import load$/m);
  assert.match(text, /^capsnet = load\("mnist"\)$/m);
  assert.match(text, /reshape\(28, 28\)$/m);
  assert.match(text, /routing=2\)$/m);
  assert.match(text, /^names = \["0", "say \\"1\\""\]$/m);
  assert.match(text, /^picture = trace\.reconstructions\[1\]$/m);
  assert.match(text, /sha256: ab12$/m);
});

test("the capsule in hand is written with all digits of its values", () => {
  const values = [0.1, -1 / 3, 1e-7];
  const text = snippet({ ...SHOWN, values });
  assert.match(text, /^capsule = torch\.tensor\(\[\[0\.1, -0\.3333333333333333, 1e-7\]\]\)$/m);
  assert.match(text, /^picture = capsnet\.decode\(capsule, torch\.tensor\(\[1\]\)\)\[0\]$/m);
});

test("no line of the program is longer than 100 characters, however large the input", () => {
  const text = snippet({ ...SHOWN, image: "A".repeat(5000) });
  assert.ok(text.split("\n").every((line) => line.length <= 100));
  const parts = [...text.matchAll(/^ {4}"(A+)"$/gm)].map(([, part]) => part);
  assert.equal(parts.join(""), "A".repeat(5000));
});

test("the input comes back from its text, bit for bit", async () => {
  const values = Float32Array.from({ length: 784 }, (_, index) => Math.sin(index) / 3);
  const bytes = inflateSync(Buffer.from(await compressed(values), "base64"));
  assert.deepEqual(new Float32Array(new Uint8Array(bytes).buffer), values);
});
