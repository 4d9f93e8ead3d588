import assert from "node:assert/strict";
import { test } from "node:test";

import { countOf, endsOf, rangeOf, withRange } from "../../../../static/js/labs/pose/pose-range.js";

test("without a link the drawing is turned by 45 degrees to both sides, in 61 steps", () => {
  assert.deepEqual(rangeOf({ lab: null }), { kind: "turn", from: -45, to: 45, count: 61 });
  assert.deepEqual(
    rangeOf({ lab: "reconstruction.kind-scale" }).kind,
    "turn",
    "another lab's is none of it",
  );
});

test("a range comes back from what is written of it, and the usual one is not written", () => {
  for (const range of /** @type {import("../../../../static/js/labs/pose/pose-range.js").Range[]} */ ([
    { kind: "turn", from: -45, to: 45, count: 61 },
    { kind: "shear", from: -0.25, to: 0.75, count: 11 },
    { kind: "scale", from: 0.2, to: 1.5, count: 121 },
  ])) {
    assert.deepEqual(rangeOf(withRange({ lab: null }, range)), range);
  }
  assert.equal(withRange({ lab: null }, rangeOf({ lab: null })).lab, null);
});

test("what a link says is brought into what can be swept", () => {
  const lab = "pose.kind-shear.from-900.to-nonsense.steps-1000";
  assert.deepEqual(rangeOf({ lab }), { kind: "shear", from: 0.75, to: 2, count: 121 });
  assert.deepEqual(rangeOf({ lab: "pose.kind-constructor.from-500.to-500" }), {
    ...{ kind: "turn", from: -45, to: 45, count: 61 },
  });
});

test("ends are put in order, and need to differ within the range", () => {
  assert.deepEqual(endsOf("down", 3, -2), { from: -2, to: 3 });
  assert.deepEqual(endsOf("down", Number.NaN, 2), { from: -6, to: 2 });
  assert.equal(endsOf("down", 20, 30), null);
  assert.deepEqual([countOf(0), countOf(7.4), countOf(Number.NaN)], [2, 7, 61]);
});
