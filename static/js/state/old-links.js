/** Links of the version before: what they say, as links of this version say it. */

/** What opened where a link said no stage. */
const FIRST_STAGE = "routing";
/** What was chosen where a link said nothing of a setting, and something else is now. */
const SETTINGS = { order: "index", squash: "after" };
/** A lab that has become sub-tabs of a stage. */
const LAB = "perturb";
const STAGE = "reconstruction";
/** What the lab wrote of the way from one capsule to another, which has a sub-tab of its own. */
const WAY = /\.(from|to|path|at)-/;

/**
 * @param {URLSearchParams} query
 * @returns {URLSearchParams}
 */
export function fromVersion1(query) {
  const now = new URLSearchParams(query);
  if (!now.has("stage")) now.set("stage", FIRST_STAGE);
  const said = now.get("switches")?.split("_") ?? [];
  const others = Object.entries(SETTINGS)
    .filter(([name]) => !said.some((each) => each.startsWith(`${name}-`)))
    .map((setting) => setting.join("-"));
  now.set("switches", [...said, ...others].join("_"));
  return withoutLab(now);
}

/**
 * The same where the lab is named that is none any more: people type its name too.
 * @param {URLSearchParams} query
 */
export function withoutLab(query) {
  const now = new URLSearchParams(query);
  const lab = now.get("lab") ?? "";
  const own = lab === LAB || lab.startsWith(`${LAB}.`);
  if (now.get("stage") === LAB) {
    now.set("stage", STAGE);
    if (own && WAY.test(lab)) now.set("tab", "between");
  }
  if (own) now.set("lab", lab.replace(LAB, STAGE));
  return now;
}
