import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../../static/js/state/store.js";

/** @typedef {import("../../../static/js/state/state.js").State} State */

/** @param {Partial<State>} state */
function storeOf(state) {
  return createStore(/** @type {State} */ (state));
}

test("a watcher runs at once and after each change of its keys only", () => {
  const store = storeOf({ digit: null, painted: 0 });
  /** @type {(number | null)[]} */
  const seen = [];
  store.watch(["digit"], () => void seen.push(store.state.digit));
  store.update({ digit: 3 });
  store.update({ painted: 1 });
  store.update({ digit: 3 });
  store.update({ digit: 5, painted: 2 });
  assert.deepEqual(seen, [null, 3, 5]);
});

test("several keys that change at once are told once", () => {
  const store = storeOf({ digit: null, painted: 0 });
  let runs = 0;
  store.watch(["digit", "painted"], () => void runs++);
  store.update({ digit: 1, painted: 1 });
  assert.equal(runs, 2);
});

test("a state once read is not changed by an update", () => {
  const store = storeOf({ digit: 1 });
  const before = store.state;
  store.update({ digit: 2 });
  assert.equal(before.digit, 1);
  assert.equal(store.state.digit, 2);
});

test("a watcher may update: all see its change after the one they are being told", () => {
  const store = storeOf({ digit: null, painted: 0 });
  /** @type {string[]} */
  const told = [];
  store.watch(["digit"], () => {
    told.push(`first sees digit ${store.state.digit}`);
    if (store.state.digit === 1) store.update({ painted: 7 });
  });
  store.watch(["digit"], () => void told.push(`second sees digit ${store.state.digit}`));
  store.watch(["painted"], () => void told.push(`third sees painted ${store.state.painted}`));
  told.length = 0;
  store.update({ digit: 1 });
  assert.deepEqual(told, ["first sees digit 1", "second sees digit 1", "third sees painted 7"]);
});

test("a watcher that ended is not run, even while the others are being told", () => {
  const store = storeOf({ digit: null });
  let runs = 0;
  /** @type {() => void} */
  let end = () => {};
  store.watch(["digit"], () => {
    if (store.state.digit === 1) end();
  });
  end = store.watch(["digit"], () => void runs++);
  store.update({ digit: 1 });
  store.update({ digit: 2 });
  assert.equal(runs, 1);
});

test("a watcher that throws does not keep the next update from being told", () => {
  const store = storeOf({ digit: null });
  let runs = 0;
  store.watch(["digit"], () => {
    if (store.state.digit === 1) throw new Error("broken panel");
  });
  store.watch(["digit"], () => void runs++);
  assert.throws(() => store.update({ digit: 1 }), /broken panel/);
  store.update({ digit: 2 });
  assert.equal(runs, 2);
});

test("a watcher that cannot start is not run again", () => {
  const store = storeOf({ digit: null });
  let runs = 0;
  const start = () =>
    store.watch(["digit"], () => {
      runs++;
      throw new Error("broken panel");
    });
  assert.throws(start, /broken panel/);
  store.update({ digit: 1 });
  assert.equal(runs, 1);
});

test("a scope's watchers and what it was given to end all end with it", () => {
  const store = storeOf({ digit: null });
  const scope = store.scope();
  /** @type {string[]} */
  const told = [];
  scope.watch(["digit"], () => void told.push(`digit ${scope.state.digit}`));
  scope.onDispose(() => void told.push("ended"));
  scope.update({ digit: 4 });
  scope.dispose();
  store.update({ digit: 5 });
  scope.dispose();
  assert.deepEqual(told, ["digit null", "digit 4", "ended"]);
});

test("scopes are told later of what can wait, once, and of anything else at once", () => {
  const store = storeOf({ painted: 0, digit: null });
  const scope = store.scope();
  /** @type {string[]} */
  const told = [];
  store.watch(["painted"], () => void told.push(`strip ${store.state.painted}`));
  scope.watch(["painted", "digit"], () => void told.push(`stage ${scope.state.painted}`));
  told.length = 0;
  store.update({ painted: 1 }, { scopesLater: true });
  store.update({ painted: 2 }, { scopesLater: true });
  assert.deepEqual(told.splice(0), ["strip 1", "strip 2"]);
  store.catchUp();
  store.catchUp();
  assert.deepEqual(told.splice(0), ["stage 2"]);
  store.update({ painted: 3 }, { scopesLater: true });
  store.update({ digit: 4 });
  store.catchUp();
  assert.deepEqual(told, ["strip 3", "stage 3"]);
});

test("a scope that has ended is told nothing later", () => {
  const store = storeOf({ painted: 0 });
  const scope = store.scope();
  let runs = 0;
  scope.watch(["painted"], () => void runs++);
  store.update({ painted: 1 }, { scopesLater: true });
  scope.dispose();
  store.catchUp();
  assert.equal(runs, 1);
});
