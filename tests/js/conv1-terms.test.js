import assert from "node:assert/strict";
import test from "node:test";
import { conv1Terms } from "../../static/js/stages/conv1-terms.js";

const SHAPE = { height: 3, width: 4, channels: 2 };
// The image's value at channel c, row y, column x is 100 c + 10 y + x.
const IMAGE = Float32Array.from({ length: 24 }, (_, index) => {
  return 100 * Math.floor(index / 12) + 10 * (Math.floor(index / 4) % 3) + (index % 4);
});
// Map 0 is all zeros; the weights of map 1 are 1 to 8.
const WEIGHTS = Float32Array.from({ length: 16 }, (_, index) => Math.max(0, index - 7));
const BIASES = Float32Array.of(0.5, -2);

test("the patch is the image under the kernel, channel by channel", () => {
  const { patch } = conv1Terms(IMAGE, SHAPE, WEIGHTS, BIASES, 2, { map: 1, row: 1, column: 2 });
  assert.deepEqual([...patch], [12, 13, 22, 23, 112, 113, 122, 123]);
});

test("products, sum, bias and total add up", () => {
  const terms = conv1Terms(IMAGE, SHAPE, WEIGHTS, BIASES, 2, { map: 1, row: 0, column: 0 });
  assert.deepEqual([...terms.kernel], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...terms.products], [0, 2, 30, 44, 500, 606, 770, 888]);
  assert.equal(terms.sum, 2840);
  assert.equal(terms.bias, -2);
  assert.equal(terms.total, 2838);
});

test("a kernel of zeros leaves its bias", () => {
  assert.equal(
    conv1Terms(IMAGE, SHAPE, WEIGHTS, BIASES, 2, { map: 0, row: 1, column: 1 }).total,
    0.5,
  );
});
