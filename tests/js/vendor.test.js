import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../static/vendor/", import.meta.url);
const BUNDLES = readdirSync(FOLDER).filter((name) => /^d3\..*\.js$/.test(name));

/** @param {string} name */
function textOf(name) {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

test("there is one bundle, and it is named after its own bytes", () => {
  assert.equal(BUNDLES.length, 1);
  const bytes = readFileSync(new URL(BUNDLES[0], FOLDER));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assert.equal(BUNDLES[0], `d3.${sha256.slice(0, 8)}.js`);
  assert.ok(textOf("README.md").includes(sha256));
});

test("the import map names the bundle, on one line without an end", () => {
  assert.equal(textOf("importmap.json"), `{"imports":{"d3":"/static/vendor/${BUNDLES[0]}"}}`);
});

test("the bundle holds everything that a module of the page imports from d3", async () => {
  const exported = Object.keys(await import(new URL(BUNDLES[0], FOLDER).href));
  const scripts = new URL("../../static/js/", import.meta.url);
  const modules = readdirSync(scripts, { recursive: true, encoding: "utf8" });
  for (const module of modules.filter((name) => name.endsWith(".js"))) {
    const source = readFileSync(new URL(module, scripts), "utf8");
    for (const [, names] of source.matchAll(/^import \{([^}]*)\} from "d3";/gm)) {
      for (const name of names
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean)) {
        assert.ok(exported.includes(name), `${module} imports ${name}`);
      }
    }
  }
});

test("the bundle computes what D3 does", async () => {
  const { scaleLinear, line } = await import(new URL(BUNDLES[0], FOLDER).href);
  assert.equal(scaleLinear([0, 10], [0, 100])(2.5), 25);
  assert.deepEqual(scaleLinear([0, 1], [0, 1]).ticks(2), [0, 0.5, 1]);
  assert.equal(
    line()([
      [0, 0],
      [10, 5],
    ]),
    "M0,0L10,5",
  );
});

test("its licence is beside it", () => {
  assert.match(textOf("LICENSE.d3"), /^Copyright \S+ Mike Bostock\n\nPermission to use, copy/);
  assert.match(textOf("README.md"), /ISC/);
});
