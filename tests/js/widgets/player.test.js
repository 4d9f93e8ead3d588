import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { createTimer } from "../../../static/js/widgets/player.js";

const REST = 100;
let at = 0;
let changes = 0;
let rest = REST;

/** @param {Partial<import("../../../static/js/widgets/player.js").Way>} [other] */
function timerOf(other = {}) {
  const way = {
    at: () => at,
    last: () => 3,
    go: (/** @type {number} */ count) => void (at = count),
    anew: () => at === 3,
    changed: () => void changes++,
    ...other,
  };
  return createTimer(way, () => rest);
}

beforeEach(() => {
  [at, changes, rest] = [0, 0, REST];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("it goes step by step and stops at the last", () => {
  const timer = timerOf();
  timer.turn();
  assert.equal(at, 0);
  mock.timers.tick(REST);
  assert.equal(at, 1);
  assert.ok(timer.playing());
  mock.timers.tick(REST);
  mock.timers.tick(REST);
  assert.equal(at, 3);
  assert.ok(!timer.playing());
  mock.timers.tick(5 * REST);
  assert.equal(at, 3);
  assert.equal(changes, 2, "told of the beginning and of the end");
});

test("after the last step it begins with the first", () => {
  at = 3;
  timerOf().turn();
  assert.equal(at, 0);
  mock.timers.tick(REST);
  assert.equal(at, 1);
});

test("a second turn pauses it where it is", () => {
  const timer = timerOf();
  timer.turn();
  mock.timers.tick(REST);
  timer.turn();
  mock.timers.tick(9 * REST);
  assert.equal(at, 1);
  assert.equal(changes, 2);
});

test("what is shown may pause it", () => {
  const timer = timerOf({
    go(count) {
      at = count;
      timer.pause();
    },
  });
  timer.turn();
  mock.timers.tick(9 * REST);
  assert.equal(at, 1);
  assert.ok(!timer.playing());
});

test("another speed begins the rest anew", () => {
  const timer = timerOf();
  timer.turn();
  mock.timers.tick(REST - 1);
  rest = 10;
  timer.again();
  mock.timers.tick(9);
  assert.equal(at, 0);
  mock.timers.tick(1);
  assert.equal(at, 1);
});
