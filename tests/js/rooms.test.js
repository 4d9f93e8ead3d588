/**
 * The order of the page's rooms: a module imports from its own room and from those below it, and
 * no modules import each other in a circle. So nothing that a module brings along, however far, is
 * above it.
 *
 * A dynamic `import()` counts like any other: what is fetched later is still asked for from here.
 * An import in a comment counts nothing: types are gone when the page runs, and the state has to
 * name the types of what it holds.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

/** Lowest first. */
const ROOMS = [
  ...[
    "graphics",
    "drawing",
    "state",
    "network",
    "server",
    "widgets",
    "inspector",
    "input",
    "strip",
    "output",
  ],
  ...["story", "stages", "labs", "export", "share", "tour", "page", "main.js"],
];

const SCRIPTS = new URL("../../static/js/", import.meta.url);
const DOCUMENT = new URL("../../docs/architecture.md", import.meta.url);

const COMMENT = /("(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const IMPORT = /\bfrom\s+"([^"]+)"|\bimport\s+"([^"]+)"|\bimport\(\s*([^)]*?)\s*\)/g;

/** @typedef {Map<string, string[]>} Imports of each module, by their paths */

/**
 * What a module imports, at once or later.
 * @param {string} module its path
 * @param {string} text
 */
function importsOf(module, text) {
  const code = text.replace(COMMENT, (_, string = "") => string);
  const names = [...code.matchAll(IMPORT)].map(([, from, alone, later]) => {
    if (later === undefined) return from ?? alone;
    assert.match(later, /^"[^"]+"$/, `${module} should name what it imports`);
    return later.slice(1, -1);
  });
  const own = names.filter((name) => name.startsWith("."));
  return own.map((name) => posix.join(posix.dirname(module), name));
}

/**
 * Imports that lead to a room above the module's own.
 * @param {Imports} imports
 */
function upward(imports) {
  const height = (/** @type {string} */ module) => ROOMS.indexOf(module.split("/")[0]);
  return [...imports].flatMap(([module, names]) =>
    names.filter((name) => height(name) > height(module)).map((name) => `${module} -> ${name}`),
  );
}

/**
 * A way by imports that comes back to where it began; empty where there is none.
 * @param {Imports} imports
 * @returns {string[]}
 */
function circle(imports) {
  /** Modules from which there is no such way. @type {Set<string>} */
  const clear = new Set();
  /** @type {(module: string, way: string[]) => string[]} */
  const follow = (module, way) => {
    if (way.includes(module)) return [...way.slice(way.indexOf(module)), module];
    if (clear.has(module)) return [];
    for (const name of imports.get(module) ?? []) {
      const found = follow(name, [...way, module]);
      if (found.length > 0) return found;
    }
    clear.add(module);
    return [];
  };
  for (const module of imports.keys()) {
    const found = follow(module, []);
    if (found.length > 0) return found;
  }
  return [];
}

/** @param {Record<string, string>} texts of modules */
const read = (texts) =>
  new Map(Object.entries(texts).map(([module, text]) => [module, importsOf(module, text)]));

const paths = readdirSync(SCRIPTS, { recursive: true, encoding: "utf-8" });
const PAGE = read(
  Object.fromEntries(
    paths
      .filter((path) => path.endsWith(".js"))
      .map((path) => [path, readFileSync(new URL(path, SCRIPTS), "utf-8")]),
  ),
);

test("every module stands in a room, and imports what is there", () => {
  const rooms = new Set([...PAGE.keys()].map((module) => module.split("/")[0]));
  assert.deepEqual([...rooms].sort(), [...ROOMS].sort());
  for (const [module, names] of PAGE)
    for (const name of names) assert.ok(PAGE.has(name), `${module} -> ${name}`);
});

test("no module imports from a room above its own, at once or later", () => {
  assert.deepEqual(upward(PAGE), []);
});

test("no modules import each other in a circle, at once or later", () => {
  assert.deepEqual(circle(PAGE), []);
});

test("what may not be is found where it is, and a type is no import", () => {
  const type = '/** @typedef {import("../labs/one.js").One} One */';
  assert.deepEqual(upward(read({ "state/a.js": type, "labs/one.js": "" })), []);
  const across = 'import {\n  a,\n} from "../state/a.js";';
  assert.deepEqual(upward(read({ "labs/one.js": across, "state/a.js": "" })), []);
  const turned = 'export { one } from "../labs/one.js";';
  const found = ["state/a.js -> labs/one.js"];
  assert.deepEqual(upward(read({ "state/a.js": turned, "labs/one.js": "" })), found);
  const later = 'const PICTURES = "image/*";\nconst open = () => import("../labs/one.js"); // */';
  assert.deepEqual(upward(read({ "state/a.js": later, "labs/one.js": "" })), found);

  const round = read({
    "state/a.js": 'import "./b.js";',
    "state/b.js": 'import { c } from "./c.js";',
    "state/c.js": 'const b = await import("./b.js");',
  });
  assert.deepEqual(circle(round), ["state/b.js", "state/c.js", "state/b.js"]);
  assert.throws(() => read({ "state/a.js": "import(name)" }), /should name what it imports/);
});

test("the architecture's table has the rooms in their order", () => {
  const [, own] = readFileSync(DOCUMENT, "utf-8").split("\n## static/\n");
  const rows = own.split("\n## ")[0].matchAll(/^\| `([a-z]+\/|main\.js)` \|/gm);
  const named = [...rows].map(([, room]) => room.replace("/", ""));
  assert.deepEqual(
    named.filter((room) => room !== "vendor"),
    ROOMS,
  );
});
