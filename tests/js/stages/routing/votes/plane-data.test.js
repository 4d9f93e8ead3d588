import assert from "node:assert/strict";
import { test } from "node:test";

import {
  strongestFirst,
  votesMeant,
} from "../../../../../static/js/stages/routing/votes/plane-data.js";
import { uneven } from "../../../networks.js";

/** @typedef {import("../../../../../static/js/network/related-units.js").Linked} Linked */

test("votes are ordered by their support, for or against", () => {
  const view =
    /** @type {import("../../../../../static/js/stages/routing/votes/plane-data.js").View} */ (
      /** @type {unknown} */ ({ support: Float64Array.of(0.2, -0.9, 0.5) })
    );
  assert.deepEqual(strongestFirst(view), [1, 2, 0]);
});

test("a selection means the votes of its type, of its position, or the one of both", () => {
  // Four types at four rows of five columns.
  const meant = (/** @type {Partial<Linked>} */ linked) =>
    votesMeant(uneven.config, /** @type {Linked} */ ({ type: null, position: null, ...linked }));
  assert.deepEqual(meant({ type: 2, position: { row: 1, column: 3 } }), [2 * 20 + 5 + 3]);
  assert.deepEqual(meant({ position: { row: 0, column: 4 } }), [4, 24, 44, 64]);
  assert.equal(meant({ type: 1 }).length, 20);
  assert.equal(meant({ type: 1 })[0], 20);
  assert.deepEqual(meant({}), []);
  assert.deepEqual(votesMeant(uneven.config, null), []);
});
