/** Parts of the page that a teacher's link can hide, by the names that such a link holds. */

/** @typedef {"Controls" | "Cards" | "Beside the stage"} Group */

/** @type {{name: string, title: string, group: Group, selector: string}[]} */
export const PARTS = [
  control("tour", "Tour"),
  control("labs", "Labs"),
  control("network", "Choice of the network"),
  control("iterations", "Choice of the iterations"),
  control("glossary", "Glossary"),
  part("share", "Share", "Controls", '#controls [data-control="share-both"]'),
  control("export", "Export"),
  control("theme", "Light or dark"),
  part("samples", "Sample drawings", "Controls"),
  part("prediction", "What the network reads", "Controls", "#prediction"),
  card("conv1", "Conv1"),
  card("primary", "Primary capsules"),
  card("routing", "Routing"),
  card("digits", "Digit capsules"),
  card("reconstruction", "Reconstruction"),
  part("story", "What happens here", "Beside the stage"),
  part("uniform", "What routing changes", "Beside the stage"),
  part("inspector", "Inspector", "Beside the stage", "#inspector"),
  part("capsule", "Sliders of the capsule", "Beside the stage", "#capsule"),
];

/**
 * @param {string} name
 * @param {string} title
 * @param {Group} group
 * @param {string} [selector] without it, what is marked as the part, wherever it stands
 */
function part(name, title, group, selector = `[data-part="${name}"]`) {
  return { name, title, group, selector };
}

/** @param {string} name @param {string} title */
function control(name, title) {
  return part(name, title, "Controls", `#controls [data-control="${name}"]`);
}

/** @param {string} name @param {string} title */
function card(name, title) {
  return part(name, title, "Cards", `[data-card="${name}"]`);
}
