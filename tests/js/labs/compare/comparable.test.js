import assert from "node:assert/strict";
import { test } from "node:test";

import {
  comparableOf,
  tellLimits,
  tellStranger,
} from "../../../../static/js/labs/compare/comparable.js";

const DIGITS = ["3", "8"];

/** @param {Partial<import("../../../../static/js/labs/compare/comparable.js").Network>} [changes] */
function network(changes = {}) {
  const image = { height: 28, width: 28, channels: 1 };
  return { sha256: "a", class_names: DIGITS, image, shows: "digits", label: "MNIST", ...changes };
}

test("of one network everything can be compared, and nothing where nothing is pinned", () => {
  const same = comparableOf(network(), network());
  assert.deepEqual(same, { units: true, lengths: true, pictures: true });
  assert.equal(tellLimits(same), "");
  const none = { units: false, lengths: false, pictures: false };
  assert.deepEqual(comparableOf(null, network()), none);
});

test("units of two networks cannot be compared; what can is told", () => {
  const other = comparableOf(network(), network({ sha256: "b" }));
  assert.deepEqual(other, { units: false, lengths: true, pictures: true });
  assert.equal(
    tellLimits(other),
    "Different networks: only answers, lengths and pictures can be compared.",
  );
  const image = { height: 32, width: 32, channels: 3 };
  const strange = comparableOf(
    network(),
    network({ sha256: "b", class_names: ["cat", "dog"], image }),
  );
  assert.deepEqual(strange, { units: false, lengths: false, pictures: false });
  assert.match(tellLimits(strange), /: only answers can be compared/);
});

test("that a drawing was given to a network that knows no digits is told", () => {
  const clothes = network({ class_names: ["Bag", "Coat"], shows: "clothes" });
  assert.equal(tellStranger("A", network(), true), "");
  assert.equal(tellStranger("A", clothes, false), "");
  assert.equal(tellStranger("B", clothes, true), "B knows clothes, no digits.");
});
