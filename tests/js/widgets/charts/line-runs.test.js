import assert from "node:assert/strict";
import { test } from "node:test";

import {
  linesOf,
  rolesOf,
  runsOnTop,
  spaced,
} from "../../../../static/js/widgets/charts/line-runs.js";

test("a run lasts while one line is on top; of equal ones the first is", () => {
  const lines = [
    [0.9, 0.5, 0.5, 0.1],
    [0.1, 0.5, 0.6, 0.6],
    [0, 0, 0, 0.7],
  ];
  assert.deepEqual(runsOnTop(lines), [
    { winner: 0, from: 0, to: 1 },
    { winner: 1, from: 2, to: 2 },
    { winner: 2, from: 3, to: 3 },
  ]);
});

test("a line may be on top twice, and no lines have no run", () => {
  const lines = [
    [1, 0, 1],
    [0, 1, 0],
  ];
  assert.deepEqual(
    runsOnTop(lines).map(({ winner }) => winner),
    [0, 1, 0],
  );
  assert.deepEqual(runsOnTop([]), []);
});

test("names that would cover one another are moved down, in their order", () => {
  const things = [
    { at: 40, name: "lowest" },
    { at: 10, name: "first" },
    { at: 11, name: "second" },
    { at: 12, name: "third" },
  ];
  assert.deepEqual(spaced(things, 12), [
    { at: 10, name: "first" },
    { at: 22, name: "second" },
    { at: 34, name: "third" },
    { at: 46, name: "lowest" },
  ]);
  assert.equal(things[0].at, 40, "what was given stays as it was");
});

test("rivals are the others that come far up, the highest first where only some are told", () => {
  const lines = [[0.1, 0.9], [0.3], [0.29], [0.8, 0.2]];
  assert.deepEqual(rolesOf(lines, 0), ["own", "rival", "other", "rival"]);
  assert.deepEqual(rolesOf(lines, 0, 1), ["own", "other", "other", "rival"]);
  assert.deepEqual(rolesOf(lines, 2), ["rival", "rival", "own", "rival"]);
});

test("the line of a class is made of its number at each step", () => {
  assert.deepEqual(linesOf([0.75, 0.25, 0.5, 0.25, 0.25, 0.5], 2), [
    [0.75, 0.5, 0.25],
    [0.25, 0.25, 0.5],
  ]);
});
