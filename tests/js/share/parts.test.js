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
  assert.equal(rulesFor(["nothing"]), "");
  assert.equal(rulesFor(["conv1"]), '[data-card="conv1"] { display: none !important; }');
});

test("the room of a hidden part is given to the others", () => {
  const rows = (/** @type {string[]} */ ...names) =>
    [...rulesFor(names).matchAll(/"(\w+)"\] \{ grid-template-rows: ([^;]+);( align[^}]+)?/g)].map(
      ([, region, heights, align]) => [region, heights, Boolean(align)],
    );
  assert.deepEqual(rows("inspector"), [["middle", "auto minmax(0, 1fr)", false]]);
  assert.deepEqual(rows("why"), [["input", "auto auto", true]]);
  assert.deepEqual(rows("prediction", "capsule"), [
    ["output", "var(--lengths-row) minmax(0, 1fr)", false],
  ]);
  const cards = ["conv1", "primary", "routing", "digits", "reconstruction"];
  assert.deepEqual(rows(...cards), [["middle", "minmax(0, 1fr) auto", false]]);
  assert.match(rulesFor(cards), /"strip"\] \{ display: none/);
  const output = rulesFor(["prediction", "lengths", "pictures", "capsule"]);
  assert.match(output, /"output"\] \{ display: none/);
  assert.match(output, /"frame"\] \{ grid-template-columns: var\(--left\) minmax\(0, 1fr\)/);
});

test("a part of the version before is still one", () => {
  const before =
    "tour labs network iterations glossary share export theme samples prediction conv1 primary " +
    "routing digits reconstruction story uniform inspector capsule";
  const names = PARTS.map(({ name }) => name);
  for (const name of before.split(" ")) assert.ok(names.includes(name), name);
});
