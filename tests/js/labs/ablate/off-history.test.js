import assert from "node:assert/strict";
import { test } from "node:test";

import {
  beginWith,
  changed,
  redone,
  undone,
} from "../../../../static/js/labs/ablate/off-history.js";

test("undo and redo go back and forth, and a change ends what could be redone", () => {
  const first = changed(changed(beginWith([]), ["type-1"]), ["type-1", "type-2"]);
  const back = undone(undone(first));
  assert.deepEqual(back.present, []);
  assert.deepEqual(back.future, [["type-1"], ["type-1", "type-2"]]);
  assert.deepEqual(redone(redone(back)), first);
  assert.deepEqual(changed(undone(first), ["class-3"]), {
    past: [[], ["type-1"]],
    present: ["class-3"],
    future: [],
  });
});

test("at its ends a history stays as it is", () => {
  const alone = beginWith(["class-1"]);
  assert.equal(undone(alone), alone);
  assert.equal(redone(alone), alone);
});
