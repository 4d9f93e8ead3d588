import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeCapsule } from "../../../static/js/network/decoder.js";
import { seeded } from "../random.js";

/** @param {() => number} random @param {number} outputs @param {number} inputs */
function layer(random, outputs, inputs) {
  const numbers = (/** @type {number} */ count) =>
    Float32Array.from({ length: count }, () => 2 * random() - 1);
  return { weight: numbers(outputs * inputs), bias: numbers(outputs) };
}

test("a capsule is drawn as the decoder does with all other capsules at zero", () => {
  const random = seeded(5);
  const layers = [layer(random, 7, 12), layer(random, 9, 7), layer(random, 4, 9)];
  for (const [digit, values] of /** @type {[number, number[]][]} */ ([
    [0, [0.3, -0.2, 0, 0.9]],
    [2, [-0.5, 0.1, 0.7, -0.4]],
  ])) {
    let numbers = Array.from({ length: 12 }, (_, place) =>
      Math.floor(place / 4) === digit ? values[place % 4] : 0,
    );
    layers.forEach(({ weight, bias }, index) => {
      numbers = Array.from(bias, (start, output) =>
        numbers.reduce(
          (sum, input, at) => sum + weight[output * numbers.length + at] * input,
          start,
        ),
      );
      numbers = numbers.map((sum) =>
        index < layers.length - 1 ? Math.max(0, sum) : 1 / (1 + Math.exp(-sum)),
      );
    });
    const picture = decodeCapsule(layers, digit, values, 3);
    assert.equal(picture.length, 4);
    picture.forEach((value, pixel) => assert.ok(Math.abs(value - numbers[pixel]) < 1e-6));
  }
});
