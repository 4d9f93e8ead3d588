import assert from "node:assert/strict";
import { test } from "node:test";

import {
  linkAt,
  linkLayout,
  linkPath,
} from "../../../../../static/js/stages/routing/links/layout.js";

const COUNTS = { sources: 32, classes: 10 };
const LAYOUT = linkLayout({ ...COUNTS, room: 90, width: 400, height: 340 });
const LINKS = [
  { source: 0, digit: 9 },
  { source: 31, digit: 0 },
];

test("left of the links are sources, right of them classes, the nearest each", () => {
  assert.deepEqual(linkAt(LAYOUT, COUNTS, [], { x: 10, y: LAYOUT.sourceY(7) + 2 }), { source: 7 });
  assert.deepEqual(linkAt(LAYOUT, COUNTS, [], { x: 380, y: LAYOUT.digitY(4) - 9 }), { digit: 4 });
  assert.deepEqual(linkAt(LAYOUT, COUNTS, [], { x: 10, y: -50 }), { source: 0 });
  assert.deepEqual(linkAt(LAYOUT, COUNTS, [], { x: 380, y: 9999 }), { digit: 9 });
});

test("a link is found along its curve, and not far from it", () => {
  const [{ source, digit }] = LINKS;
  const [from, to] = [LAYOUT.sourceY(source), LAYOUT.digitY(digit)];
  for (const t of [0.1, 0.3, 0.45, 0.7, 0.9]) {
    // The cubic that linkPath draws, at t.
    const middle = (LAYOUT.left + LAYOUT.right) / 2;
    const x = LAYOUT.left * (1 - t) ** 3 + 3 * middle * t * (1 - t) + LAYOUT.right * t ** 3;
    const y = from + (to - from) * t * t * (3 - 2 * t);
    assert.deepEqual(linkAt(LAYOUT, COUNTS, LINKS, { x, y }), LINKS[0]);
    if (t < 0.4) assert.equal(linkAt(LAYOUT, COUNTS, LINKS, { x, y: y + 40 }), null);
  }
});

test("a path begins at its source and ends at its class", () => {
  const numbers = (linkPath(LAYOUT, LINKS[0]).match(/[\d.]+/g) ?? []).map(Number);
  assert.deepEqual(numbers.slice(0, 2), [LAYOUT.left, LAYOUT.sourceY(0)]);
  assert.deepEqual(numbers.slice(-2), [LAYOUT.right, LAYOUT.digitY(9)]);
});

test("whatever stands in it lies within the diagram, below the names of the columns", () => {
  for (const height of [110, 340, 700]) {
    const { top, sourceY, digitY } = linkLayout({ ...COUNTS, room: 90, width: 400, height });
    for (const y of [sourceY(0), digitY(0)]) assert.ok(y > top);
    for (const y of [sourceY(31), digitY(9)]) assert.ok(y < height);
  }
});

test("a single source stands in the middle of what it is linked to", () => {
  const one = linkLayout({ sources: 1, classes: 2, room: 90, width: 400, height: 300 });
  assert.equal(one.sourceY(0), (one.digitY(0) + one.digitY(1)) / 2);
});
