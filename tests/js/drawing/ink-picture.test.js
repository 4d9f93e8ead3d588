import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBmp } from "../../../static/js/drawing/ink-picture.js";

const PIXELS_AT = 14 + 40 + 4 * 256;

test("the headers say the size, the place of the pixels and eight bits each", () => {
  const file = encodeBmp(new Uint8Array(6), 3, 2);
  const view = new DataView(file.buffer);
  assert.equal(String.fromCharCode(file[0], file[1]), "BM");
  assert.equal(view.getUint32(2, true), file.length);
  assert.equal(view.getUint32(10, true), PIXELS_AT);
  assert.equal(view.getUint32(14, true), 40);
  assert.equal(view.getInt32(18, true), 3);
  assert.equal(view.getInt32(22, true), 2);
  assert.equal(view.getUint16(26, true), 1);
  assert.equal(view.getUint16(28, true), 8);
  assert.equal(view.getUint32(30, true), 0); // not compressed
  assert.equal(view.getUint32(34, true), 8);
  assert.equal(file.length, PIXELS_AT + 8);
});

test("the palette holds every grey, from black to white", () => {
  const file = encodeBmp(new Uint8Array(1), 1, 1);
  for (const level of [0, 1, 128, 255]) {
    const entry = file.subarray(14 + 40 + 4 * level, 14 + 40 + 4 * level + 4);
    assert.deepEqual([...entry], [level, level, level, 0]);
  }
});

test("rows stand from the last to the first, each filled up to four bytes", () => {
  const file = encodeBmp(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 5, 2);
  assert.deepEqual(
    [...file.subarray(PIXELS_AT)],
    [6, 7, 8, 9, 10, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0],
  );
});
