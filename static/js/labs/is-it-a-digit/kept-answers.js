/** What the server said of each network, asked for once while sub-tabs come and go. No DOM. */

/**
 * @template Answer
 * @param {(model: import("../../state/state.js").Model) => Promise<Answer>} ask
 */
export function keptAnswers(ask) {
  /** @type {Map<string, Promise<Answer>>} */
  const kept = new Map();
  /** @param {import("../../state/state.js").Model} model */
  return (model) => {
    const answer = kept.get(model.sha256) ?? ask(model);
    kept.set(model.sha256, answer);
    answer.catch(() => kept.delete(model.sha256)); // The next call tries again.
    return answer;
  };
}
