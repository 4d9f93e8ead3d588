/** What a lab writes of itself into a link: names and values, such as `perturb.to-s5.at-4`. */

/**
 * What a lab wrote; nothing where another lab did, or none.
 * @param {Pick<import("./state.js").State, "lab">} state
 * @param {import("./state.js").Lab} lab
 * @returns {Record<string, string>}
 */
export function labState({ lab: text }, lab) {
  const [name, ...entries] = (text ?? "").split(".");
  if (name !== lab) return {};
  return Object.fromEntries(
    entries.map((entry) => [entry.split("-", 1)[0], entry.slice(entry.indexOf("-") + 1)]),
  );
}

/**
 * The state after a lab changed some of what it writes; null takes an entry away.
 * @param {Pick<import("./state.js").State, "lab">} state
 * @param {import("./state.js").Lab} lab
 * @param {Record<string, string | number | null>} changes
 */
export function withLabState(state, lab, changes) {
  const entries = Object.entries({ ...labState(state, lab), ...changes }).filter(
    ([, value]) => value !== null,
  );
  const text = entries.map(([name, value]) => `.${name}-${value}`).join("");
  return { lab: text === "" ? null : lab + text };
}
