import assert from "node:assert/strict";
import { test } from "node:test";

import { createTrail } from "../../../static/js/inspector/trail.js";
import { createStore } from "../../../static/js/state/store.js";
import { paper, uneven } from "../networks.js";

/** @typedef {import("../../../static/js/network/units.js").Unit} Unit */

const digit = /** @type {Unit} */ ({ kind: "digit", digit: 3 });
const vote = /** @type {Unit} */ ({ kind: "vote", type: 1, row: 2, column: 3, digit: 3 });
const capsule = /** @type {Unit} */ ({ kind: "capsule", type: 1, row: 2, column: 3 });

function trailOf() {
  const store = createStore(
    /** @type {import("../../../static/js/state/state.js").State} */ ({
      ...{ model: paper, pinned: null, pointed: null, digit: null },
    }),
  );
  /** @type {string[]} */
  const told = [];
  const trail = createTrail(store, () => void told.push("followed"));
  return { store, trail, told };
}

test("the unit pointed at last stays until another is", () => {
  const { trail } = trailOf();
  assert.equal(trail.take(digit), digit);
  assert.equal(trail.take(null), digit);
  assert.equal(trail.take(vote), vote);
});

test("the way along terms leads back step by step", () => {
  const { store, trail, told } = trailOf();
  trail.take(digit);
  trail.follow(vote);
  assert.equal(store.state.pinned, vote);
  trail.take(vote);
  trail.follow(capsule);
  trail.take(capsule);
  trail.back();
  assert.equal(store.state.pinned, vote);
  assert.ok(trail.leadsBack());
  trail.back();
  assert.equal(store.state.pinned, digit);
  assert.ok(!trail.leadsBack());
  assert.deepEqual(told, ["followed", "followed", "followed", "followed"]);
});

test("a unit that is pinned elsewhere begins a way of its own, and letting go ends it", () => {
  const { store, trail, told } = trailOf();
  trail.take(digit);
  trail.follow(vote);
  store.update({ pinned: capsule });
  assert.ok(!trail.leadsBack());
  assert.deepEqual(told, ["followed"]);
  trail.take(capsule);
  store.update({ pinned: null });
  assert.equal(trail.unit(), null);
});

test("a unit of another network is none of this one", () => {
  const { store, trail } = trailOf();
  store.update({ pinned: digit });
  trail.take(digit);
  store.update({ model: uneven });
  assert.equal(store.state.pinned, null);
  assert.equal(trail.unit(), null);
});

test("a class that was chosen and is let go of is explained no more", () => {
  const { store, trail } = trailOf();
  store.update({ digit: 3 });
  trail.take(digit);
  store.update({ pointed: null });
  assert.equal(trail.take(null), digit);
  store.update({ digit: null });
  assert.equal(trail.take(null), null);
});
