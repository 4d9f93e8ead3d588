import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseVotes,
  frameBetween,
  nearestPoint,
} from "../../../../../static/js/stages/routing/votes/choosing.js";
import { planeScale } from "../../../../../static/js/stages/routing/votes/plane-scale.js";

// Two types of two positions.
const POINTS = Float32Array.of(0, 0, 1, 1, -1, 0.5, 0.25, 0.25);
const SUPPORT = Float32Array.of(0.5, -2, 1, 0.25);

test("a frame between two corners is the same whichever comes first", () => {
  const frame = { left: -1, right: 2, bottom: 0, top: 3 };
  assert.deepEqual(frameBetween([-1, 3], [2, 0]), frame);
  assert.deepEqual(frameBetween([2, 0], [-1, 3]), frame);
});

test("the votes in a frame add up, by type with the strongest first, and tell where they stand", () => {
  const chosen = chooseVotes(POINTS, frameBetween([-1, 0], [0.5, 1]), SUPPORT, 2);
  assert.deepEqual(chosen.capsules, [0, 2, 3]);
  assert.equal(chosen.support, 1.75);
  assert.deepEqual(chosen.types, [
    { type: 1, support: 1.25 },
    { type: 0, support: 0.5 },
  ]);
  assert.deepEqual([...chosen.positions].sort(), [0, 1]);
});

test("an empty frame chooses nothing", () => {
  const chosen = chooseVotes(POINTS, frameBetween([3, 3], [4, 4]), SUPPORT, 2);
  assert.deepEqual(chosen.capsules, []);
  assert.equal(chosen.support, 0);
  assert.equal(chosen.positions.size, 0);
});

test("the nearest point is found within reach only", () => {
  assert.equal(nearestPoint(POINTS, [0.9, 0.9], 0.5), 1);
  assert.equal(nearestPoint(POINTS, [0.2, 0.2], 0.5), 3);
  assert.equal(nearestPoint(POINTS, [5, 5], 0.5), null);
});

test("a place of the picture is the plane's numbers again, and never outside of the plane", () => {
  for (const [width, height] of [
    [400, 300],
    [400, 160],
    [200, 700],
  ]) {
    const { placeAt, toX, toY, right, bottom } = planeScale({ width, height });
    assert.ok(right <= width && bottom <= height, "the plane lies in its picture");
    const reach = 2;
    const [x, y] = placeAt(toX(0.2, reach), toY(-0.1, reach), reach);
    assert.ok(Math.abs(x - 0.2) < 1e-9 && Math.abs(y + 0.1) < 1e-9);
    assert.deepEqual(placeAt(-50, 4000, reach), [-reach, -0.6 * reach]);
  }
});
