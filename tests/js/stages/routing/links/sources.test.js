import assert from "node:assert/strict";
import { test } from "node:test";

import { unitOf, withSelected } from "../../../../../static/js/stages/routing/links/sources.js";

const VALUES = Float32Array.of(3, 0, 0.5, -2, 0, 1); // three sources, two classes
const STRONG = [
  { source: 0, digit: 0, value: 3 },
  { source: 1, digit: 1, value: -2 },
];
const all = () => true;

test("links of what is selected are drawn however weak, and none of them twice", () => {
  assert.deepEqual(withSelected(STRONG, VALUES, 2, { source: 1, isMeant: all }), [
    ...STRONG,
    { source: 1, digit: 0, value: 0.5 },
  ]);
  const one = { source: 1, isMeant: (/** @type {number} */ digit) => digit === 1 };
  assert.deepEqual(withSelected(STRONG, VALUES, 2, one), STRONG);
});

test("what says nothing is no link, and a source that is not shown has none", () => {
  assert.deepEqual(withSelected(STRONG, VALUES, 2, { source: 0, isMeant: all }), STRONG);
  assert.deepEqual(withSelected(STRONG, VALUES, 2, { source: 3, isMeant: all }), STRONG);
  assert.deepEqual(withSelected(STRONG, VALUES, 2, { source: null, isMeant: all }), STRONG);
});

test("what is pointed at is a class, a link, or a source by what it says of the shown class", () => {
  /** @type {(kind: "type" | "position" | "capsule") => import("../../../../../static/js/stages/routing/links/sources.js").LinkSources} */
  const of = (kind) => ({ kind, type: 7, count: 6, columns: 3 });
  assert.deepEqual(unitOf(of("type"), { digit: 4 }, 1), { kind: "digit", digit: 4 });
  assert.deepEqual(unitOf(of("type"), { source: 5 }, 1), { kind: "type", type: 5 });
  const link = { source: 5, digit: 4 };
  assert.deepEqual(unitOf(of("type"), link, 1), { kind: "link", type: 5, digit: 4 });
  const place = { row: 1, column: 2 };
  assert.deepEqual(unitOf(of("position"), { source: 5 }, 1), {
    ...{ kind: "position", ...place, digit: 1 },
  });
  assert.deepEqual(unitOf(of("capsule"), { source: 5 }, 1), {
    ...{ kind: "capsule", type: 7, ...place },
  });
  assert.deepEqual(unitOf(of("capsule"), link, 1), { kind: "vote", type: 7, ...place, digit: 4 });
});
