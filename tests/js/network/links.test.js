import assert from "node:assert/strict";
import { test } from "node:test";

import { gatherLinks, strongLinks } from "../../../static/js/network/links.js";
import { seeded } from "../random.js";

// Types x classes: the first class has 6, -3 and 1; the second 4, 0.5 and -0.25.
const SUPPORT = Float32Array.of(6, 4, -3, 0.5, 1, -0.25);

test("the strongest links of a class are taken until they hold the share, against counts too", () => {
  const { links, shown } = strongLinks(SUPPORT, 2, 0, 0.7);
  assert.deepEqual(
    links.filter(({ digit }) => digit === 0),
    [
      { source: 0, digit: 0, value: 6 },
      { source: 1, digit: 0, value: -3 },
    ],
  );
  assert.equal(shown, 0.9);
});

test("links of other classes are there where they are as strong as the weakest of the chosen", () => {
  const { links } = strongLinks(SUPPORT, 2, 0, 0.7);
  assert.deepEqual(
    links.map(({ value }) => value),
    [6, 4, -3],
  );
  assert.deepEqual(
    strongLinks(SUPPORT, 2, 0, 0.5).links.map(({ value }) => value),
    [6],
  );
});

test("a share of one takes every link of the class that says anything", () => {
  const { links, shown } = strongLinks(Float32Array.of(2, 9, 0, 9, -1, 9), 2, 0, 1);
  assert.equal(shown, 1);
  assert.deepEqual(
    links.filter(({ digit }) => digit === 0).map(({ source }) => source),
    [0, 2],
  );
});

test("a class without support has no links", () => {
  assert.deepEqual(strongLinks(Float32Array.of(0, 5, 0, 7), 2, 0, 0.8), { links: [], shown: 0 });
});

test("what is shown is never less than what was asked for, nor one link more than needed", () => {
  const random = seeded(7);
  for (let round = 0; round < 50; round++) {
    const support = Float32Array.from({ length: 320 }, () => random() ** 3 - 0.2);
    const digit = Math.floor(10 * random());
    const share = 0.3 + 0.7 * random();
    const { links, shown } = strongLinks(support, 10, digit, share);
    const own = links.filter((link) => link.digit === digit);
    const total = support.reduce(
      (sum, value, index) => sum + (index % 10 === digit ? Math.abs(value) : 0),
      0,
    );
    const held = own.reduce((sum, link) => sum + Math.abs(link.value), 0);
    assert.ok(Math.abs(held / total - shown) < 1e-9);
    assert.ok(shown >= share - 1e-9);
    const last = /** @type {import("../../../static/js/network/links.js").Link} */ (own.at(-1));
    assert.ok((held - Math.abs(last.value)) / total < share + 1e-9);
  }
});

const SIZES = { types: 2, positions: 3, classes: 2 };
// Types x positions x classes.
const VOTES = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60);

test("a type's links add up its positions, a position's its types", () => {
  const add = { type: 0, mean: false };
  assert.deepEqual(
    gatherLinks(VOTES, SIZES, { sources: "type", ...add }),
    Float32Array.of(6, 60, 15, 150),
  );
  assert.deepEqual(
    gatherLinks(VOTES, SIZES, { sources: "position", ...add }),
    Float32Array.of(5, 50, 7, 70, 9, 90),
  );
});

test("a mean is over the capsules of the group", () => {
  const mean = { type: 0, mean: true };
  assert.deepEqual(
    gatherLinks(VOTES, SIZES, { sources: "type", ...mean }),
    Float32Array.of(2, 20, 5, 50),
  );
  assert.deepEqual(
    gatherLinks(VOTES, SIZES, { sources: "position", ...mean }),
    Float32Array.of(2.5, 25, 3.5, 35, 4.5, 45),
  );
});

test("the capsules of one type are told as they are", () => {
  assert.deepEqual(
    gatherLinks(VOTES, SIZES, { sources: "capsule", type: 1, mean: true }),
    Float32Array.of(4, 40, 5, 50, 6, 60),
  );
});
