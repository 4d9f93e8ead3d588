/** Parts of the page that a teacher's link can hide, by the names that such a link holds. */

/** @typedef {"Top bar" | "Input" | "Layers" | "Output"} Group */

/** @type {{name: string, title: string, group: Group, selector: string}[]} */
export const PARTS = [
  control("network", "Choice of the network"),
  control("iterations", "Choice of the iterations"),
  control("tour", "Tour"),
  control("labs", "Labs"),
  control("glossary", "Glossary"),
  control("compare", "Compare"),
  part("share", "Share", "Top bar", '#controls [data-control="share-both"]'),
  control("export", "Export"),
  control("present", "Present"),
  control("theme", "Light or dark"),
  control("keys", "Keys"),
  part("samples", "Samples", "Input"),
  part("pose", "Move the drawing", "Input"),
  part("why", "Why this digit", "Input"),
  card("conv1", "Conv1"),
  card("primary", "Primary capsules"),
  card("routing", "Routing"),
  card("digits", "Digit capsules"),
  card("reconstruction", "Decoder"),
  part("story", "Explain", "Layers", '[data-part="story"], [data-part="explain"]'),
  part(
    "uniform",
    "Routing with and without",
    "Layers",
    '[data-part="uniform"], [data-stage="routing"] #stage [data-tab="without"]',
  ),
  part("inspector", "Inspector", "Layers", "#inspector"),
  part("prediction", "The answer", "Output", "#prediction"),
  part("lengths", "The lengths", "Output"),
  part("pictures", "The pictures", "Output"),
  part("capsule", "The sliders", "Output", "#capsule"),
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
  return part(name, title, "Top bar", `#controls [data-control="${name}"]`);
}

/** @param {string} name @param {string} title */
function card(name, title) {
  return part(name, title, "Layers", `[data-card="${name}"]`);
}
