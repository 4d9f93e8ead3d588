/** Parts of the page that a teacher's link can hide, by the names that such a link holds. */

/** @typedef {"Controls" | "Cards" | "Beside the stage"} Group */

/** @type {{name: string, title: string, group: Group, selector: string}[]} */
export const PARTS = [
  control("tour", "Tour"),
  control("labs", "Labs"),
  control("network", "Choice of the network"),
  control("iterations", "Choice of the iterations"),
  control("glossary", "Glossary"),
  {
    name: "share",
    title: "Share",
    group: "Controls",
    selector: '#controls [data-control="share-both"]',
  },
  control("export", "Export"),
  control("theme", "Light or dark"),
  part("samples", "Sample drawings", "Controls"),
  {
    name: "prediction",
    title: "What the network reads",
    group: "Controls",
    selector: "#prediction",
  },
  card("conv1", "Conv1 + ReLU"),
  card("primary", "Primary capsules"),
  card("routing", "Routing"),
  card("digits", "Digit capsules"),
  card("reconstruction", "Reconstruction"),
  part("story", "What happens here", "Beside the stage"),
  part("uniform", "What routing changes", "Beside the stage"),
  { name: "inspector", title: "Inspector", group: "Beside the stage", selector: "#inspector" },
  {
    name: "capsule",
    title: "Sliders of the capsule",
    group: "Beside the stage",
    selector: "#capsule",
  },
];

/**
 * @param {string} name
 * @param {string} title
 */
function control(name, title) {
  const selector = `#controls [data-control="${name}"]`;
  return { name, title, group: /** @type {Group} */ ("Controls"), selector };
}

/**
 * What is marked as a part, wherever it stands.
 * @param {string} name
 * @param {string} title
 * @param {Group} group
 */
function part(name, title, group) {
  return { name, title, group, selector: `[data-part="${name}"]` };
}

/**
 * @param {string} name
 * @param {string} title
 */
function card(name, title) {
  return {
    name,
    title,
    group: /** @type {Group} */ ("Cards"),
    selector: `.strip [data-card="${name}"]`,
  };
}
