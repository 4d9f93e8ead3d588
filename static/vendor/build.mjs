/**
 * Builds the D3 bundle of this folder: `npm run vendor`.
 *
 * The same package-lock.json always gives the same bytes, and the file is named after them, so
 * that a browser may keep it for good.
 */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const FOLDER = new URL(".", import.meta.url);
const PACKAGES = new URL("../../node_modules/", import.meta.url);

/**
 * All that the page uses of D3, by package.
 *
 * @type {Record<string, string[]>}
 */
const PIECES = {
  "d3-axis": ["axisBottom", "axisLeft"],
  "d3-scale": ["scaleBand", "scaleLinear"],
  "d3-selection": ["select"],
  "d3-shape": ["area", "curveBumpX", "line", "linkHorizontal"],
};

const { version } = manifest("d3");

const { outputFiles, metafile } = await build({
  stdin: {
    contents: Object.entries(PIECES)
      .map(([name, pieces]) => `export { ${pieces.join(", ")} } from "${name}";`)
      .join("\n"),
    resolveDir: fileURLToPath(FOLDER),
  },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* D3 ${version}, parts of it. Copyright Mike Bostock, ISC: see LICENSE.d3 */` },
  metafile: true,
  write: false,
});
// Some packages are looked at and then left out, as nothing of them is needed.
const [output] = Object.values(metafile.outputs);
const inputs = Object.keys(output.inputs).filter((path) => output.inputs[path].bytesInOutput > 0);
const packages = Object.keys(PIECES)
  .concat(inputs.flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []))
  .filter((name, index, names) => names.indexOf(name) === index)
  .sort();
const code = outputFiles[0].contents;
const sha256 = createHash("sha256").update(code).digest("hex");
const file = `d3.${sha256.slice(0, 8)}.js`;

for (const name of readdirSync(FOLDER)) {
  if (/^d3\.[0-9a-f]{8}\.js$/.test(name)) rmSync(new URL(name, FOLDER));
}
write(file, code);
// One line without an end: the page puts it in as it is, and the security policy holds its hash.
write("importmap.json", JSON.stringify({ imports: { d3: `/static/vendor/${file}` } }));
write("LICENSE.d3", [...new Set(packages.map(licence))].join("\n\n"));
write("README.md", readme());
console.log(`${file}: ${code.length.toLocaleString("en")} bytes`);

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 */
function write(name, content) {
  writeFileSync(new URL(name, FOLDER), content);
}

/**
 * @param {string} name
 * @returns {{version: string, license: string}}
 */
function manifest(name) {
  return JSON.parse(readFileSync(new URL(`${name}/package.json`, PACKAGES), "utf8"));
}

/** @param {string} name */
function licence(name) {
  return readFileSync(new URL(`${name}/LICENSE`, PACKAGES), "utf8").trim() + "\n";
}

function readme() {
  const rows = packages.map((name) => {
    const parts = PIECES[name]?.join(", ") ?? "what the others need of it";
    return `| ${name} | ${manifest(name).version} | ${manifest(name).license} | ${parts} |`;
  });
  return `# Vendored: D3

\`${file}\` holds the parts of [D3](https://d3js.org) ${version} that the page uses, for axes,
scales, lines and links, in one minified ES module. It is never edited: \`npm run vendor\` writes all
files of this folder but \`build.mjs\`, and the same \`package-lock.json\` always gives the same bytes.

| what | |
|---|---|
| version | D3 ${version}, bundled by esbuild ${manifest("esbuild").version} |
| licence | ISC, in \`LICENSE.d3\` |
| size | ${code.length.toLocaleString("en")} bytes |
| sha256 | \`${sha256}\` |

| package | version | licence | parts |
|---|---|---|---|
${rows.join("\n")}

\`importmap.json\` tells the browser where \`d3\` is. To add a part, name it in \`build.mjs\`, then run
\`npm ci\` and \`npm run vendor\`.
`;
}
