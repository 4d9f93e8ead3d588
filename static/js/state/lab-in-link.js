/** What a stage or lab writes of itself into a link: names and values, such as
 * `reconstruction.to-s5.at-4`. */

/**
 * What a stage wrote; nothing where another did, or none.
 * @param {Pick<import("./state.js").State, "lab">} state
 * @param {import("./state.js").Stage} stage
 * @returns {Record<string, string>}
 */
export function labState({ lab: text }, stage) {
  const [name, ...entries] = (text ?? "").split(".");
  if (name !== stage) return {};
  return Object.fromEntries(
    entries.map((entry) => [entry.split("-", 1)[0], entry.slice(entry.indexOf("-") + 1)]),
  );
}

/**
 * The state after a stage changed some of what it writes; null takes an entry away.
 * @param {Pick<import("./state.js").State, "lab">} state
 * @param {import("./state.js").Stage} stage
 * @param {Record<string, string | number | null>} changes
 */
export function withLabState(state, stage, changes) {
  const entries = Object.entries({ ...labState(state, stage), ...changes }).filter(
    ([, value]) => value !== null,
  );
  const text = entries.map(([name, value]) => `.${name}-${value}`).join("");
  return { lab: text === "" ? null : stage + text };
}
