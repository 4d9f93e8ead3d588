/** What a person is told of what went wrong. */

/**
 * @typedef {Object} Problem
 * @property {string} message
 * @property {string | symbol | null} owner what failed: told until that is answered; null where it
 *   is told until the page is loaded again
 */

/** What the network says of the drawing: the answers that come again and again. */
export const DRAWING = "drawing";

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A problem that the next answer of the same owner ends.
 * @param {unknown} error
 * @param {string | symbol} [owner]
 * @returns {{problem: Problem}} a change of the state
 */
export function passingProblem(error, owner = DRAWING) {
  return { problem: { message: wordsOf(error), owner } };
}

/**
 * The state after an answer: what its owner failed at is told no more.
 * @param {{problem: Problem | null}} state
 * @param {string | symbol} owner
 * @returns {{problem: Problem | null}} a change of the state
 */
export function withoutProblem({ problem }, owner) {
  return { problem: problem?.owner === owner ? null : problem };
}

/**
 * A problem that stays, told after those that stay already.
 * @param {{problem: Problem | null}} state
 * @param {string} message
 * @returns {{problem: Problem}} a change of the state
 */
export function lastingProblem({ problem }, message) {
  const words = problem?.owner === null ? `${problem.message}; ${message}` : message;
  return { problem: { message: words, owner: null } };
}
