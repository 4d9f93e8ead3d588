import assert from "node:assert/strict";
import { test } from "node:test";

import {
  settingsOf,
  withSettings,
  wrongIn,
} from "../../../../static/js/labs/two-digits/settings.js";
import { FIRST_SHIFTS } from "../../../../static/js/labs/two-digits/shifts.js";

const NETWORKS = /** @type {any[]} */ (
  ["pairs", "others"].map((name) => ({ name, class_names: [..."0123456789"] }))
);
const SAMPLES = [3, 5, 8].map((label) => ({ label, name: String(label), strokes: [] }));
const KNOWN = { networks: NETWORKS, samples: SAMPLES, size: 784, classes: 10 };

test("at first a sample of 5 lies over the drawing, and nothing is written", () => {
  const settings = settingsOf({ lab: null }, KNOWN);
  assert.deepEqual(settings, {
    ...{ network: NETWORKS[0], second: { kind: "sample", index: 1 } },
    ...{ shifts: FIRST_SHIFTS, chosen: [null, null] },
  });
  assert.equal(withSettings({ lab: null }, KNOWN, settings).lab, null);
});

test("settings come back from what is written of them, and one change leaves the others", () => {
  const settings =
    /** @type {import("../../../../static/js/labs/two-digits/settings.js").Settings} */ ({
      ...{ network: NETWORKS[1], second: { kind: "sample", index: 2 } },
      ...{
        shifts: [
          [0, -4],
          [1, 4],
        ],
        chosen: [3, null],
      },
    });
  const state = withSettings({ lab: null }, KNOWN, settings);
  assert.equal(state.lab, "two-digits.net-others.second-s2.at-4058.show-3_x");
  assert.deepEqual(settingsOf(state, KNOWN), settings);
  const changed = withSettings(state, KNOWN, { chosen: [null, 8] });
  assert.deepEqual(settingsOf(changed, KNOWN), { ...settings, chosen: [null, 8] });
  assert.deepEqual(wrongIn(state, KNOWN), []);
});

test("what cannot be meant is named, and the usual is taken", () => {
  const lab = "two-digits.net-nothing.second-s99.at-9999.show-x_77";
  assert.deepEqual(wrongIn({ lab }, KNOWN), [
    'second "s99"',
    'places "9999"',
    'capsules "x_77"',
    'network "nothing"',
  ]);
  assert.deepEqual(settingsOf({ lab }, KNOWN), settingsOf({ lab: null }, KNOWN));
});
