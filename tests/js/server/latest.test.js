import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { createLatest } from "../../../static/js/server/latest.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A panel's store, as far as it is used here. */
function createPanel() {
  /** @type {(() => void)[]} */
  const ends = [];
  /** @type {object[]} */
  const updates = [];
  /** @type {{problem: import("../../../static/js/state/problem.js").Problem | null}} */
  let state = { problem: null };
  return {
    updates,
    get state() {
      return state;
    },
    /** @param {object} patch */
    update(patch) {
      updates.push(patch);
      state = { ...state, ...patch };
    },
    /** @param {() => void} end */
    onDispose: (end) => void ends.push(end),
    dispose: () => ends.forEach((end) => end()),
  };
}

/**
 * A request that is answered by hand.
 * @typedef {{resolve: (answer: string) => void, reject: (error: Error) => void}} Asked
 */

function createServer() {
  /** @type {Asked[]} */
  const asked = [];
  return {
    asked,
    /** @returns {Promise<string>} */
    ask: () => new Promise((resolve, reject) => void asked.push({ resolve, reject })),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("changes that follow one another are asked for once, when they rest", () => {
  const server = createServer();
  const latest = createLatest(createPanel(), { ask: server.ask, show() {}, rest: 100 });
  latest.again();
  mock.timers.tick(99);
  latest.again();
  mock.timers.tick(99);
  assert.equal(server.asked.length, 0);
  mock.timers.tick(1);
  assert.equal(server.asked.length, 1);
});

test("one request is under way at most, and the newest comes next", async () => {
  const server = createServer();
  /** @type {[string, boolean][]} */
  const shown = [];
  const latest = createLatest(createPanel(), {
    ask: server.ask,
    show: (answer, newest) => void shown.push([answer, newest]),
  });
  latest.again();
  mock.timers.tick(0);
  latest.again();
  latest.again();
  mock.timers.tick(0);
  assert.equal(server.asked.length, 1);
  server.asked[0].resolve("first");
  await settled();
  mock.timers.tick(0);
  assert.equal(server.asked.length, 2);
  server.asked[1].resolve("second");
  await settled();
  mock.timers.tick(0);
  assert.deepEqual(shown, [
    ["first", false],
    ["second", true],
  ]);
  assert.equal(server.asked.length, 2);
});

test("what fails is told as a problem, and the next change asks again", async () => {
  const server = createServer();
  const panel = createPanel();
  const latest = createLatest(panel, { ask: server.ask, show: () => assert.fail("shown") });
  latest.again();
  mock.timers.tick(0);
  server.asked[0].reject(new Error("no answer"));
  await settled();
  assert.equal(panel.state.problem?.message, "no answer");
  latest.again();
  mock.timers.tick(0);
  assert.equal(server.asked.length, 2);
});

test("a problem is told until that request is answered, or no longer wanted", async () => {
  const server = createServer();
  const panel = createPanel();
  let wanted = true;
  const latest = createLatest(panel, { ask: () => (wanted ? server.ask() : null), show() {} });
  const other = createLatest(panel, { ask: server.ask, show() {} });
  /** @param {(asked: Asked) => void} answer */
  const answered = async (answer) => {
    answer(server.asked[server.asked.length - 1]);
    await settled();
    return panel.state.problem?.message ?? null;
  };
  latest.now();
  assert.equal(await answered(({ reject }) => reject(new Error("no picture"))), "no picture");
  other.now();
  assert.equal(await answered(({ resolve }) => resolve("of another")), "no picture");
  latest.now();
  assert.equal(await answered(({ resolve }) => resolve("picture")), null);
  latest.now();
  assert.equal(await answered(({ reject }) => reject(new Error("no picture"))), "no picture");
  wanted = false;
  latest.now();
  assert.equal(panel.state.problem, null);
});

test("where there is nothing to ask for, nothing is awaited until something changes", () => {
  const server = createServer();
  /** @type {boolean[]} */
  const waits = [];
  let ready = false;
  const latest = createLatest(createPanel(), {
    ask: () => (ready ? server.ask() : null),
    show() {},
    wait: (busy) => void (busy && waits.push(busy)),
  });
  latest.again();
  mock.timers.tick(0);
  assert.deepEqual([server.asked.length, waits], [0, []]);
  ready = true;
  latest.again();
  mock.timers.tick(0);
  assert.deepEqual([server.asked.length, waits], [1, [true]]);
});

test("what a panel asked for is shown no more after its end", async () => {
  const server = createServer();
  const panel = createPanel();
  const latest = createLatest(panel, { ask: server.ask, show: () => assert.fail("shown") });
  latest.again();
  mock.timers.tick(0);
  panel.dispose();
  server.asked[0].resolve("late");
  await settled();
  latest.again();
  mock.timers.tick(1000);
  assert.equal(server.asked.length, 1);
  assert.deepEqual(panel.updates, []);
});

test("without a rest, what changed meanwhile is asked for as soon as the answer is here", async () => {
  const server = createServer();
  const latest = createLatest(createPanel(), { ask: server.ask, show() {} });
  latest.now();
  assert.equal(server.asked.length, 1);
  latest.now();
  latest.now();
  server.asked[0].resolve("first");
  await settled();
  assert.equal(server.asked.length, 2);
  server.asked[1].resolve("second");
  await settled();
  assert.equal(server.asked.length, 2);
});
