import assert from "node:assert/strict";
import { test } from "node:test";

import {
  capsulesOff,
  isUnit,
  switched,
  unitOf,
  unitWords,
} from "../../../static/js/network/switched-off.js";

const SIZES = { types: 3, rows: 6, columns: 5, classes: 10 };

test("a part is switched off and on again, and each is listed once, in order", () => {
  const cell = { index: 2, row: 5, column: 1 };
  const off = switched(switched([], unitOf("type", cell)), unitOf("capsule", cell));
  assert.deepEqual(off, ["capsule-2-5-1", "type-2"]);
  assert.deepEqual(switched(off, "type-2"), ["capsule-2-5-1"]);
  assert.deepEqual(switched(["capsule-2-5-1"], "capsule-2-5-1"), []);
});

test("a capsule is off by its type, by its position or by itself, and by no class's votes", () => {
  const off = capsulesOff(["type-1", "position-5-4", "capsule-0-2-3", "class-7"], SIZES);
  assert.equal(off.length, 90);
  off.forEach((isOff, at) => {
    const [type, row, column] = [Math.floor(at / 30), Math.floor(at / 5) % 6, at % 5];
    const expected =
      type === 1 || (row === 5 && column === 4) || (type === 0 && row === 2 && column === 3);
    assert.equal(isOff, Number(expected), `type ${type}, row ${row}, column ${column}`);
  });
});

test("only what a network has is a part of it", () => {
  for (const unit of ["type-2", "position-5-4", "capsule-0-0-0", "class-9"]) {
    assert.ok(isUnit(unit, SIZES), unit);
  }
  for (const unit of [
    ...["type-3", "type", "type-1-1", "position-6-0", "position-0-5", "capsule-0-0", "class-10"],
    ...["type--1", "type-01", "digit-1", "Type-1", "type-1 ", ""],
  ]) {
    assert.ok(!isUnit(unit, SIZES), unit);
  }
});

test("parts are told in words", () => {
  const names = ["zero", "one"];
  assert.equal(unitWords("type-12", names), "type 12");
  assert.equal(unitWords("position-2-5", names), "row 2, column 5");
  assert.equal(unitWords("capsule-3-2-5", names), "type 3, row 2, column 5");
  assert.equal(unitWords("class-1", names), "votes for one");
});
