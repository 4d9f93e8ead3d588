import assert from "node:assert/strict";
import { test } from "node:test";

import {
  INDICES,
  sameUnit,
  unitFromText,
  unitName,
  unitText,
} from "../../../static/js/network/units.js";
import { paper, uneven } from "../networks.js";

/** @typedef {import("../../../static/js/network/units.js").Unit} Unit */

/** The last unit of each kind. @type {Record<"paper" | "uneven", Unit[]>} */
const LAST = {
  paper: [
    { kind: "pixel", row: 27, column: 27 },
    { kind: "kernel", map: 255 },
    { kind: "conv1", map: 255, row: 19, column: 19 },
    { kind: "type", type: 31 },
    { kind: "capsule", type: 31, row: 5, column: 5 },
    { kind: "component", type: 31, row: 5, column: 5, dimension: 7 },
    { kind: "vote", type: 31, row: 5, column: 5, digit: 9 },
    { kind: "link", type: 31, digit: 9 },
    { kind: "position", row: 5, column: 5, digit: 9 },
    { kind: "digit", digit: 9 },
    { kind: "dimension", digit: 9, dimension: 15 },
    { kind: "hidden", digit: 9, layer: 1, index: 1023 },
    { kind: "decoded", digit: 9, row: 27, column: 27 },
  ],
  uneven: [
    { kind: "pixel", row: 12, column: 15 },
    { kind: "kernel", map: 4 },
    { kind: "conv1", map: 4, row: 10, column: 13 },
    { kind: "type", type: 3 },
    { kind: "capsule", type: 3, row: 3, column: 4 },
    { kind: "component", type: 3, row: 3, column: 4, dimension: 5 },
    { kind: "vote", type: 3, row: 3, column: 4, digit: 2 },
    { kind: "link", type: 3, digit: 2 },
    { kind: "position", row: 3, column: 4, digit: 2 },
    { kind: "digit", digit: 2 },
    { kind: "dimension", digit: 2, dimension: 6 },
    { kind: "hidden", digit: 2, layer: 0, index: 10 },
    { kind: "decoded", digit: 2, row: 12, column: 15 },
  ],
};

for (const [name, model] of Object.entries({ paper, uneven })) {
  const units = LAST[/** @type {"paper" | "uneven"} */ (name)];

  test(`the text of every kind of unit is read back (${name})`, () => {
    assert.deepEqual(
      units.map(({ kind }) => kind),
      Object.keys(INDICES),
    );
    for (const unit of units) {
      assert.deepEqual(unitFromText(unitText(unit), model), { unit });
      const first = Object.fromEntries(INDICES[unit.kind].map((index) => [index, 0]));
      const other = /** @type {Unit} */ (/** @type {unknown} */ ({ kind: unit.kind, ...first }));
      assert.deepEqual(unitFromText(unitText(other), model), { unit: other });
    }
  });

  test(`one beyond the last of any index is no unit, and the range is told (${name})`, () => {
    for (const unit of units) {
      const indices = /** @type {Record<string, number>} */ (/** @type {unknown} */ (unit));
      for (const index of INDICES[unit.kind]) {
        const beyond = /** @type {Unit} */ ({ ...unit, [index]: indices[index] + 1 });
        const { unit: read, expected } = unitFromText(unitText(beyond), model);
        assert.equal(read, null);
        assert.ok(expected?.endsWith(`${index} 0 to ${indices[index]}`), `${expected}`);
      }
    }
  });
}

test("what is no unit's text is told what would have been one", () => {
  const kinds = "one of pixel, kernel, conv1, type";
  for (const text of ["", "toString-1", "Conv1-1-2-3", "conv2-0-0-0", "-1"]) {
    const { unit, expected } = unitFromText(text, paper);
    assert.equal(unit, null);
    assert.ok(expected?.startsWith(kinds), text);
  }
  for (const text of [
    ...["conv1", "conv1-1-2", "conv1-1-2-3-4", "conv1--1-2-3", "conv1-1.5-2-3", "conv1-a-2-3"],
    ...["conv1-1-2-", "conv1- 1-2-3", "conv1-99999999-2-3", "conv1-1e1-2-3", "conv1-0x1-2-3"],
  ]) {
    const { unit, expected } = unitFromText(text, paper);
    assert.equal(unit, null, text);
    assert.equal(expected, "conv1-MAP-ROW-COLUMN, with whole numbers");
  }
});

test("a hidden unit's index is checked against its own layer", () => {
  assert.equal(unitFromText("hidden-0-0-512", paper).unit, null);
  assert.notEqual(unitFromText("hidden-0-1-512", paper).unit, null);
  const without = { ...paper, config: { ...paper.config, decoder_hidden: [] } };
  const { unit, expected } = unitFromText("hidden-0-0-0", without);
  assert.equal(unit, null);
  assert.match(`${expected}`, /layer that this network does not have$/);
});

test("a unit is named with the words of its network", () => {
  const vote = /** @type {const} */ ({ kind: "vote", type: 1, row: 2, column: 3, digit: 2 });
  assert.equal(unitName(vote, paper), "Vote · type 1, row 2, column 3, digit 2");
  assert.equal(unitName(vote, uneven), "Vote · type 1, row 2, column 3, class bag");
  const hidden = /** @type {const} */ ({ kind: "hidden", digit: 7, layer: 1, index: 5 });
  assert.equal(unitName(hidden, paper), "Decoder · digit 7, layer 1, unit 5");
});

test("units are the same by what they say, not by who says it", () => {
  assert.ok(sameUnit({ kind: "digit", digit: 3 }, { digit: 3, kind: "digit" }));
  assert.ok(!sameUnit({ kind: "digit", digit: 3 }, { kind: "digit", digit: 4 }));
  assert.ok(!sameUnit({ kind: "link", type: 3, digit: 3 }, { kind: "digit", digit: 3 }));
  assert.ok(sameUnit(null, null));
  assert.ok(!sameUnit(null, { kind: "digit", digit: 3 }));
});
