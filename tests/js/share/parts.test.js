import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { rulesFor } from "../../../static/js/share/hidden.js";
import { PARTS } from "../../../static/js/share/parts.js";
import { readState, writeState } from "../../../static/js/state/url-fields.js";

const PAGE = readFileSync(new URL("../../../docs/sharing.md", import.meta.url), "utf-8");

test("the documentation lists every part that a link can hide", () => {
  const rows = [...PAGE.split("## For teaching")[1].matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(
    ([, name, title]) => ({
      name,
      title,
    }),
  );
  assert.deepEqual(
    rows,
    PARTS.map(({ name, title }) => ({ name, title })),
  );
});

test("every part comes back from a link by its name", () => {
  const names = PARTS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const { state } = readState("");
  assert.deepEqual(readState(writeState({ ...state, hide: names })).state.hide, names);
});

test("a part that is not named keeps its place", () => {
  assert.equal(rulesFor([]), "");
  assert.equal(rulesFor(["inspector", "nothing"]), "#inspector { display: none !important; }");
  assert.match(rulesFor(["conv1"]), /grid-auto-flow: column/);
  assert.match(rulesFor(["inspector", "capsule"]), /\.side \{ display: none; \}/);
});
